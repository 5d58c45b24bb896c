"""The columns of the list of articles, and its filters."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from db.records import Access, Article
from desktop_app.labels import label
from desktop_app.ui.tables.model import Column


def article_columns(parent: QWidget) -> list[Column]:
    """Return the columns."""
    tr = parent.tr
    return [
        Column("title", tr("Tiêu đề"), lambda article: article.label, width=186),
        Column("outlet", tr("Báo"), lambda article: article.outlet, width=90),
        Column(
            "published",
            tr("Ngày đăng"),
            lambda article: article.published.display() if article.published.known else "",
            width=108,
            sort_key=lambda article: article.published.sort_key,
        ),
        Column(
            "pending",
            tr("Chờ"),
            lambda article: _count(article.pending),
            align="right",
            width=50,
            sort_key=lambda article: article.pending,
            token=lambda _article: "warning",
            searched=False,
        ),
        Column(
            "accepted",
            tr("Duyệt"),
            lambda article: _count(article.accepted),
            align="right",
            width=60,
            sort_key=lambda article: article.accepted,
            token=lambda _article: "success",
            searched=False,
        ),
        Column("tags", tr("Nhãn"), lambda article: ", ".join(article.tags), width=60),
        Column("author", tr("Tác giả"), lambda article: article.author, width=120, hidden=True),
        Column("fields", tr("Lĩnh vực"), lambda article: ", ".join(article.fields), hidden=True),
        Column(
            "access", tr("Phổ biến"), lambda article: label(Access(article.access)), width=90, hidden=True
        ),
        Column("file", tr("Tệp"), lambda article: article.file_name, hidden=True),
        Column(
            "captured",
            tr("Nhập lúc"),
            lambda article: (
                article.captured_at.astimezone().strftime("%d/%m/%Y %H:%M") if article.captured_at else ""
            ),
            width=130,
            hidden=True,
            sort_key=lambda article: article.id,
            searched=False,
        ),
    ]


def make_keep(outlet: str, year: str, state: str, tag: str) -> Callable[[Article], bool] | None:
    """Return what the chosen filters keep; None when nothing is chosen.

    Args:
        outlet: the newspaper.
        year: four digits, or "?" for articles whose year is not known.
        state: "pending" (suggestions wait), "done" (none wait), or "".
        tag: a tag.
    """
    if not (outlet or year or state or tag):
        return None

    def keep(article: Article) -> bool:
        known = str(article.published.year) if article.published.year else "?"
        return (
            (not outlet or article.outlet == outlet)
            and (not year or known == year)
            and (not state or (article.pending > 0) is (state == "pending"))
            and (not tag or tag in article.tags)
        )

    return keep


def _count(number: int) -> str:
    return str(number) if number else ""
