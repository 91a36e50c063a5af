from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from organisations import evaluation

JUDGEMENTS = settings.BASE_DIR / "tests" / "organisations" / "search_judgements.csv"


class Command(BaseCommand):
    help = "Measures the search with judged pairs on the demo directory; fails below the recall that is asked for."

    def add_arguments(self, parser):
        parser.add_argument("--judgements", default=JUDGEMENTS, help="CSV file with kind, query, entries")
        parser.add_argument("--min-recall", type=float, default=0.95)

    def handle(self, judgements, min_recall, verbosity, **options):
        scores = evaluation.evaluate(evaluation.read(judgements))
        if verbosity > 1:
            self.show_missing(scores)
        self.stdout.write(f"{'kind':<14}{'queries':>8}{'recall@10':>11}{'MRR':>7}")
        for kind, number, recall, rank in evaluation.by_kind(scores):
            self.stdout.write(f"{kind:<14}{number:>8}{recall:>11.3f}{rank:>7.3f}")
        if recall < min_recall:
            raise CommandError(f"Recall {recall:.3f} is below {min_recall}.")

    def show_missing(self, scores):
        for score in scores:
            if score.missing:
                missing = "; ".join(score.missing)
                self.stdout.write(f"{score.judgement.kind}: {score.judgement.query!r} misses {missing}")
