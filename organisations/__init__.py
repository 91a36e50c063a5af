"""Who there is: directory, contacts, offers, people, moderation, news and events. Knows nothing of grants."""
