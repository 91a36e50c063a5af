"""The pages of an application: {key: form}; see `grants.sections`."""

from ...sections import ASSOCIATION, CONTENT, DECLARATIONS, PLAN, PROJECT
from .association import AssociationForm
from .content import ContentForm
from .declarations import DeclarationsForm
from .plan import PlanForm
from .project import ProjectForm

FORMS = {
    ASSOCIATION: AssociationForm,
    PROJECT: ProjectForm,
    CONTENT: ContentForm,
    PLAN: PlanForm,
    DECLARATIONS: DeclarationsForm,
}
