"""Pages onto paper: drawn one at a time at the fineness of print, so that memory holds one page only."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop_app.errors import WorldError
from desktop_app.progress import Cancelled, Reporter
from desktop_app.services.dossiers import Preview

DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72


def make_printer() -> QPrinter:
    """Return a printer set to whole A4 sheets; both sides of the paper only where that is offered."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    prepare(printer)
    return printer


def prepare(printer: QPrinter) -> None:
    """Set paper, fineness and sides of a printer."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    printer.setResolution(DOTS_PER_INCH)
    # The name of the job is shown by print servers that know ASCII only.
    printer.setDocName("Ho so doi tac")
    printer.setCreator("Bang Giao")
    duplex = QPrinter.DuplexMode.DuplexLongSide
    if duplex in QPrinterInfo(printer).supportedDuplexModes():
        printer.setDuplex(duplex)


def page_image(preview: Preview, index: int, scale: float) -> QImage:
    """One page as a picture; safe on any thread."""
    width, height, pixels = preview.image(index, scale)
    # The copy owns its pixels; the picture made from bytes does not.
    return QImage(pixels, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def print_pages(printer: QPrinter, preview: Preview, reporter: Reporter) -> int:
    """Draw the pages that were asked for; call it on a worker thread. Returns how many sheets were drawn.

    Raises:
        WorldError: the printer takes nothing.
        Cancelled: the person stopped it; the printer is told to forget the job.
    """
    pages = pages_wanted(printer, len(preview.sizes))
    painter = QPainter()
    if not painter.begin(printer):
        raise _refused()
    try:
        for place, index in enumerate(pages):
            reporter.step(place, len(pages), f"trang {index + 1}")
            if place and not printer.newPage():
                raise _refused()
            scale = min(printer.resolution(), DOTS_PER_INCH) / _POINTS_PER_INCH
            target = QRectF(0, 0, *printer.paperRect(QPrinter.Unit.DevicePixel).size().toTuple())
            painter.drawImage(target, page_image(preview, index, scale))
    except Cancelled:
        printer.abort()
        raise
    finally:
        painter.end()
    return len(pages)


def pages_wanted(printer: QPrinter, count: int) -> list[int]:
    """The pages (from 0) in the order the printer wants them, copies included where it makes none itself."""
    first, last = max(1, printer.fromPage() or 1), min(count, printer.toPage() or count)
    pages = list(range(first - 1, last))
    if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
        pages.reverse()
    return pages * (1 if printer.supportsMultipleCopies() else max(1, printer.copyCount()))


def _refused() -> WorldError:
    return WorldError(
        "Máy in không nhận hồ sơ. Dữ liệu và hồ sơ vẫn nguyên vẹn.",
        "Hãy kiểm tra máy in đã bật và còn giấy, hoặc lưu thành tệp PDF rồi in.",
    )
