"""Rules and word lists that propose facts from an article; nothing here is believed yet."""
