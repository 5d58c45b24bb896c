"""The printed briefing: records → outline (text only) → PDF pages; the only room that knows ReportLab."""
