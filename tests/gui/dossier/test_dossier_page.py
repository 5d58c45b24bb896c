import sys
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
)

from db.records import Partner
from desktop_app.bootstrap import open_library
from desktop_app.services.dossiers import DossierRequest, Profile, Section
from desktop_app.ui.dossier.printing import pages_wanted, prepare
from desktop_app.ui.dossier.recipe import Recipe, recipe_from
from desktop_app.ui.navigation import Address


def settle(qtbot, page):
    """Wait for the timers that follow the last change, then for the work they started."""
    qtbot.waitUntil(lambda: not page._preview_soon.isActive() and not page._save_soon.isActive())


def shown_words(page):
    import io

    reader = pypdf.PdfReader(io.BytesIO(page._shown.content))
    return [sheet.extract_text() for sheet in reader.pages]


def test_choosing_a_partner_shows_its_pages(open_page, run_now, partner_ids, type_text, qtbot):
    page = open_page(run_now, None)
    assert page.preview.pages.page_count == 0
    assert not page.print_action.isEnabled()
    line = page.recipe.picker.lineEdit()
    line.setFocus()
    type_text(line, "hua phan")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert page.recipe.picker.partner_id == partner_ids["Houaphanh"]
    assert page.preview.pages.page_count == page.preview.thumbs.count() > 1
    assert page.print_action.isEnabled()
    assert "Tỉnh Hủa Phăn" in shown_words(page)[0]
    assert page.window().address == Address("dossier", partner_ids["Houaphanh"])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("xieng", "Tỉnh Xiêng Khoảng · Lào"),
        ("gwanju", "Thành phố Gwangju · Hàn Quốc"),
        ("광주", "Thành phố Gwangju · Hàn Quốc"),
        ("lao hua", "Tỉnh Hủa Phăn · Lào"),
    ],
)
def test_partners_are_found_without_marks_and_by_other_names(page, typed, first):
    assert page.recipe.picker.offers(typed)[0] == first


def test_a_name_that_is_no_partner_is_taken_back(page, type_text, qtbot):
    line = page.recipe.picker.lineEdit()
    line.setFocus()
    line.selectAll()
    type_text(line, "không có ai")
    page.recipe.purpose.setFocus()
    assert line.text() == "Tỉnh Xiêng Khoảng · Lào"


def test_a_section_that_is_unchecked_is_not_printed(page, qtbot):
    before = page.preview.pages.page_count
    assert "Trang bìa" not in page.preview.gaps_button.text()
    page.recipe.sections.check(Section.COVER, is_on=False)
    page.recipe.sections.check(Section.SOURCES, is_on=False)
    page.recipe.sections.check(Section.VISITS, is_on=False)
    settle(qtbot, page)
    assert page.preview.pages.page_count < before
    assert not any("Đoàn ra, đoàn vào" in words for words in shown_words(page))


def test_no_section_at_all_is_said_in_words(page, qtbot):
    for section in Section:
        page.recipe.sections.check(section, is_on=False)
    settle(qtbot, page)
    assert page.preview.empty.isVisible()
    assert not page.pdf_action.isEnabled()
    page.recipe.sections.check(Section.SUMMARY, is_on=True)
    settle(qtbot, page)
    assert page.preview.pages.isVisible()
    assert page.pdf_action.isEnabled()


def test_alt_and_arrows_change_the_order_and_it_is_remembered(page, qtbot, sample_services, partner_ids):
    view = page.recipe.sections.view
    view.setCurrentRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert [section for section, _ in page.recipe.sections.sections()][:3] == [
        Section.COVER,
        Section.OBJECTIVES,
        Section.SUMMARY,
    ]
    page.recipe.sections.up.click()
    page.recipe.sections.up.click()
    assert page.recipe.sections.sections()[0][0] is Section.SUMMARY
    assert not page.recipe.sections.up.isEnabled()
    settle(qtbot, page)
    words = "\n".join(shown_words(page))
    assert words.index("1. Tóm tắt") < words.index("2. Mục tiêu")
    kept = recipe_from(sample_services.office.value(f"recipe:{partner_ids['Xiengkhouang']}"))
    assert kept.sections[0] == (Section.SUMMARY, True)


def test_rows_can_be_dragged(page):
    view = page.recipe.sections.view
    assert view.dragDropMode() == QListView.DragDropMode.InternalMove
    model = view.model()
    told = []
    page.recipe.recipe_changed.connect(lambda: told.append(1))
    model.moveRow(model.index(-1, -1), 3, model.index(-1, -1), 0)
    assert page.recipe.sections.sections()[0][0] is Section.PROFILE
    assert told


def test_what_people_type_is_printed_and_kept(page, qtbot, type_text, sample_services, partner_ids):
    page.recipe.tabs.setCurrentIndex(1)
    type_text(page.recipe.notes["points"], "Đề nghị mở cửa khẩu phụ")
    type_text(page.recipe.purpose, "Tiếp đoàn Xiêng Khoảng")
    assert page.recipe.tabs.tabText(1) == "Phần tự viết (1/6)"
    settle(qtbot, page)
    assert any("Đề nghị mở cửa khẩu phụ" in words for words in shown_words(page))
    assert "Tiếp đoàn Xiêng Khoảng" in shown_words(page)[0]
    assert sample_services.office.notes(partner_ids["Xiengkhouang"]).points == "Đề nghị mở cửa khẩu phụ"


def test_each_partner_has_its_own_recipe(page, qtbot, type_text, partner_ids):
    type_text(page.recipe.purpose, "Việc thứ nhất")
    page.recipe.picker._choose(partner_ids["Houaphanh"])
    assert page.recipe.purpose.text() == ""
    page.recipe.picker._choose(partner_ids["Xiengkhouang"])
    assert page.recipe.purpose.text() == "Việc thứ nhất"


def test_leaving_keeps_the_last_letters(open_page, runner, partner_ids, sample_services, type_text, qtbot):
    page = open_page(runner, partner_ids["Xiengkhouang"])
    qtbot.waitUntil(lambda: page._shown is not None, timeout=20_000)
    type_text(page.recipe.notes["avoid"], "Không nhắc chuyện cũ")
    assert page.window().close()
    assert sample_services.office.notes(partner_ids["Xiengkhouang"]).avoid == "Không nhắc chuyện cũ"


def test_only_the_last_of_quick_changes_is_shown(open_page, runner, partner_ids, qtbot):
    page = open_page(runner, partner_ids["Xiengkhouang"])
    qtbot.waitUntil(lambda: page._shown is not None, timeout=20_000)
    shown = []
    page.preview.show_preview = lambda preview, **_more: shown.append(preview)
    for purpose in ("một", "hai", "ba"):
        page.recipe.purpose.setText(purpose)
        page._make_preview()
    qtbot.waitUntil(lambda: not runner.jobs, timeout=20_000)
    assert len(shown) == 1
    assert any("ba" in words for words in shown_words(page)[:1])


def test_a_letter_no_font_has_is_said_in_words_and_the_old_pages_stay(page, qtbot):
    before = page.preview.pages.page_count
    page.recipe.purpose.setText("Gặp 𓀀")
    settle(qtbot, page)
    assert page.preview.banner.isVisible()
    assert "phông chữ" in page.preview.banner.text()
    assert page.preview.pages.page_count == before
    page.recipe.purpose.setText("Gặp bạn")
    settle(qtbot, page)
    assert not page.preview.banner.isVisible()


def test_the_open_points_are_those_of_the_dossier(page, qtbot, sample_services):
    assert not page.preview.gaps.isVisible()
    page.preview.gaps_button.click()
    assert page.preview.gaps.isVisible()
    points = [page.preview.gaps.item(row).text() for row in range(page.preview.gaps.count())]
    assert any("chưa rõ người ký" in point for point in points)
    assert "sẽ in" in page.preview.gaps_button.text()
    page.recipe.sections.check(Section.GAPS, is_on=False)
    settle(qtbot, page)
    assert "không in" in page.preview.gaps_button.text()
    assert page.preview.gaps.count() == len(points)


# -- files ---------------------------------------------------------------------------------------------


def test_ctrl_s_saves_the_pdf_where_the_person_says(page, qtbot, tmp_path):
    offered, opened = [], []

    def answer(path, kinds):
        offered.append(Path(path).name)
        return tmp_path / "hồ sơ"

    page.output.ask_path, page.output.open_folder = answer, opened.append
    qtbot.keyClick(page.recipe.purpose, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    target = tmp_path / "hồ sơ.pdf"
    assert len(pypdf.PdfReader(target).pages) == page.preview.pages.page_count
    assert offered[0].startswith("ho-so-tom-tat-tinh-xieng-khoang-")
    assert offered[0].endswith(".pdf")
    toast = page.window().toast_bar
    assert toast.text == "Đã lưu hồ sơ.pdf"
    toast.button.click()
    assert opened == [tmp_path]


def test_word_is_saved_and_a_refused_choice_saves_nothing(page, tmp_path):
    page.output.ask_path = lambda path, _kinds: tmp_path / Path(path).name
    page.word_action.trigger()
    (saved,) = tmp_path.glob("*.docx")
    assert saved.stat().st_size > 10_000
    page.output.ask_path = lambda *_what: None
    page.pdf_action.trigger()
    assert not list(tmp_path.glob("*.pdf"))


@pytest.mark.skipif(sys.platform != "linux", reason="nobody may write into /proc, not even the owner")
def test_a_folder_one_may_not_write_is_a_sentence(page):
    _save_fails(page, Path("/proc"))


def test_a_folder_that_is_gone_is_a_sentence(page, tmp_path):
    _save_fails(page, tmp_path / "không có")


def _save_fails(page, folder):
    page.output.ask_path = lambda *_what: folder / "hồ sơ.pdf"
    page.pdf_action.trigger()
    dialog = next(one for one in page.window().findChildren(QDialog) if one.isVisible())
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Không ghi được tệp “hồ sơ.pdf”" in words
    assert "Errno" not in words
    dialog.close()


# -- paper ---------------------------------------------------------------------------------------------


def paper(tmp_path, resolution=60):
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "giấy.pdf"))
    prepare(printer)
    printer.setResolution(resolution)
    return printer


def test_printing_puts_every_page_on_a4(page, tmp_path):
    page.output.print_on(paper(tmp_path), page.recipe.request(page._partner_id))
    printed = pypdf.PdfReader(tmp_path / "giấy.pdf").pages
    assert len(printed) == page.preview.pages.page_count
    assert [round(float(side)) for side in printed[0].mediabox[2:]] == [595, 842]
    assert page.window().toast_bar.text == f"Đã gửi {len(printed)} trang tới máy in."


def test_printing_can_be_stopped(open_page, runner, partner_ids, tmp_path, qtbot):
    page = open_page(runner, partner_ids["Xiengkhouang"])
    qtbot.waitUntil(lambda: page._shown is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not runner.jobs, timeout=20_000)
    page.output.print_on(paper(tmp_path), page.recipe.request(page._partner_id))
    job = next(job for job in runner.jobs if job.name == "In hồ sơ")
    job.cancel()
    qtbot.waitUntil(lambda: job.is_finished, timeout=20_000)
    assert page.window().toast_bar.text == "Đã dừng in."


def test_only_the_pages_that_were_asked_for_are_printed(themed, tmp_path):
    printer = paper(tmp_path)
    assert pages_wanted(printer, 3) == [0, 1, 2]
    printer.setFromTo(2, 9)
    assert pages_wanted(printer, 3) == [1, 2]
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert pages_wanted(printer, 3) == [2, 1]
    assert printer.pageLayout().pageSize().id() == QPageSize.PageSizeId.A4


def test_ctrl_p_asks_for_the_printer(page, qtbot, monkeypatch):
    asked = []
    monkeypatch.setattr(QDialog, "open", asked.append)
    qtbot.keyClick(page.recipe.purpose, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert len(asked) == 1
    assert page.window().address.page == "dossier"


# -- reading the pages ------------------------------------------------------------------------------------


def test_words_are_found_in_the_pages_without_marks(page, type_text, qtbot):
    finder = page.preview.finder
    page.find_here()
    type_text(finder, "nguon")
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert "trang" in page.preview.status.text()
    finder.clear()
    type_text(finder, "zzzxyz")
    qtbot.keyClick(finder, Qt.Key.Key_Return)
    assert page.preview.status.text() == "Không thấy “zzzxyz” trong hồ sơ."


def test_page_number_thumbnails_and_zoom_go_together(page, qtbot):
    view = page.preview.pages
    page.preview.page_box.setValue(3)
    assert view.page == 2
    assert page.preview.thumbs.currentRow() == 2
    page.preview.life_size.click()
    assert view.zoom == 1.0
    assert page.preview.zoom_words.text() == "100 %"
    page.preview.fit.click()
    assert view.zoom < 1.0


def test_the_place_in_the_document_stays_when_it_is_laid_out_anew(page, qtbot):
    page.preview.thumbs.setCurrentRow(2)
    page.recipe.drafter.setText("Người soạn")
    settle(qtbot, page)
    assert page.preview.pages.page == 2
    assert page.preview.thumbs.currentRow() == 2


# -- nothing there, read only, looks -----------------------------------------------------------------------


def test_a_partner_with_nothing_accepted_leads_to_the_review(page, sample_services, qtbot):
    sample_services.records.save(Partner(0, "Đối tác mới tinh"))
    (new,) = [one for one in sample_services.partners.summaries() if one.partner.name == "Đối tác mới tinh"]
    page.window().go(Address("dossier", new.partner.id))
    assert page.preview.empty.isVisible()
    assert not page.pdf_action.isEnabled()
    button = next(one for one in page.preview.empty.findChildren(QAbstractButton) if one.isVisible())
    button.click()
    assert page.window().address == Address("review")


def test_an_empty_library_leads_to_the_review(qtbot, run_now, state, tmp_path):
    from desktop_app.ui.main_window import MainWindow
    from desktop_app.ui.pages.dossier import DossierPage

    services = open_library(tmp_path / "library", config=tmp_path / "settings")
    window = MainWindow(services, run_now, state, make_page=lambda _name, frame: DossierPage(frame))
    qtbot.addWidget(window)
    window.start(Address("dossier"))
    window.show()
    words = " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
    assert "Chưa có đối tác nào để in hồ sơ" in words
    services.close()


@pytest.mark.parametrize("size", [QSize(1366, 768), QSize(911, 512), QSize(683, 384)])
def test_every_control_has_a_name_and_none_is_cut(page, size, qtbot):
    window = page.window()
    window.resize(size)
    window.grab()
    for _ in range(4):
        QApplication.processEvents()
    assert window.size() == size
    for tab in (0, 1):
        page.recipe.tabs.setCurrentIndex(tab)
        for kind in (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QListView):
            for control in page.findChildren(kind):
                if not control.isVisible() or control.window() is not window:
                    continue
                inner = isinstance(control.parent(), (QLineEdit, QComboBox)) or "qt_" in control.objectName()
                name = QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)
                assert inner or name.strip(), (type(control).__name__, control.objectName())
                left = control.mapTo(window, QPoint(0, 0)).x()
                assert left >= 0
                assert left + control.width() <= window.width(), (type(control).__name__, name)


def test_remembered_choices_of_another_time_are_read_as_far_as_they_are_understood():
    kept = {"purpose": 5, "profile": "other", "sections": [["gaps", True], ["gone", True], "x", ["cover", 3]]}
    recipe = recipe_from(kept, "Người soạn")
    assert recipe.profile is Profile.WORKING
    assert recipe.sections[0] == (Section.GAPS, True)
    assert {section for section, _ in recipe.sections} == set(Section)
    assert recipe.drafter == "Người soạn"
    for nothing in (None, [], "x", {}):
        assert recipe_from(nothing) == Recipe()
    assert recipe_from(Recipe("việc").to_json()) == Recipe("việc")


def test_the_preview_is_the_file(sample_services, tmp_path, partner_ids):
    request = DossierRequest(partner_ids["Xiengkhouang"])
    sample_services.dossiers.build(request, tmp_path / "a.pdf")
    assert sample_services.dossiers.preview(request).content == (tmp_path / "a.pdf").read_bytes()
