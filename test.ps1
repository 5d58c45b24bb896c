# Runs the tests on Windows: .\test.ps1 [ARGS OF PYTEST]. Lint, types and import contracts are tests too.
# The first start sets everything up; see packaging/README.md.
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'packaging/setup.ps1')

Initialize-Environment -Kind test -Root $PSScriptRoot
Initialize-Compat -Root $PSScriptRoot
$env:QT_QPA_PLATFORM = 'offscreen'
$status = 1
Push-Location $PSScriptRoot
try {
    & (Get-VenvPython $PSScriptRoot) -X utf8 -X faulthandler -m pytest @args
    $status = $LASTEXITCODE
} finally {
    Pop-Location
}
exit $status
