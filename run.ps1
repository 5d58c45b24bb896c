# Starts Bang Giao on Windows: .\run.ps1 opens the window, .\run.ps1 ARGS... is "bang-giao ARGS...".
# The first start sets everything up; see packaging/README.md.
$ErrorActionPreference = 'Stop'
. (Join-Path $PSScriptRoot 'packaging/setup.ps1')

Initialize-Environment -Kind run -Root $PSScriptRoot
& (Get-VenvPython $PSScriptRoot) -P -X utf8 -m desktop_app @args
exit $LASTEXITCODE
