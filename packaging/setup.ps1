# The set-up that run.ps1 and test.ps1 share; the same steps as setup.sh, without the library check:
# Qt's wheels bring all they need on Windows. Saved with a byte-order mark: PowerShell 5.1 needs it to read Vietnamese.

function Write-Step([string]$English, [string]$Vietnamese) {
    [Console]::Error.WriteLine("==> $English")
    [Console]::Error.WriteLine("    $Vietnamese")
}

function Stop-SetUp([string]$English, [string]$Vietnamese) {
    [Console]::Error.WriteLine("ERROR: $English")
    [Console]::Error.WriteLine("LỖI: $Vietnamese")
    exit 2
}

function Get-VenvPython([string]$Root) { Join-Path $Root '.venv\Scripts\python.exe' }

function Get-LockFile([string]$Root, [string]$Kind) {
    if ($Kind -eq 'test') { Join-Path $Root 'requirements-test.lock' } else { Join-Path $Root 'requirements.lock' }
}

function Get-Stamp([string]$Root, [string]$Kind) {
    (Get-FileHash -Algorithm SHA256 -LiteralPath (Get-LockFile $Root $Kind)).Hash
}

function Get-StampFile([string]$Root, [string]$Kind) { Join-Path $Root ".venv\bang-giao.$Kind" }

function Test-Ready([string]$Root, [string]$Kind) {
    $file = Get-StampFile $Root $Kind
    (Test-Path -LiteralPath (Get-VenvPython $Root)) -and (Test-Path -LiteralPath $file) -and
        ((Get-Content -LiteralPath $file -Raw).Trim() -eq (Get-Stamp $Root $Kind))
}

# A native program that writes to stderr must not stop the script: only its exit code counts.
function Test-Native([string]$Program, [string[]]$Arguments) {
    $ErrorActionPreference = 'Continue'
    try { & $Program @Arguments 2>$null | Out-Null; return ($LASTEXITCODE -eq 0) } catch { return $false }
}

function Find-Python {
    $check = 'import ctypes, ensurepip, sqlite3, ssl, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'
    foreach ($version in '-3.11', '-3.12', '-3.13', '-3.14') {
        if ((Get-Command py -ErrorAction SilentlyContinue) -and (Test-Native 'py' @($version, '-c', $check))) {
            return @('py', $version)
        }
    }
    if ((Get-Command python -ErrorAction SilentlyContinue) -and (Test-Native 'python' @('-c', $check))) {
        return @('python')
    }
    Stop-SetUp 'Python 3.11-3.14 is needed: winget install Python.Python.3.11' `
        'Cần Python 3.11-3.14: winget install Python.Python.3.11'
}

function New-Environment([string]$Root) {
    $python = @(Find-Python)
    Write-Step "Creating .venv with $($python -join ' ')" 'Đang tạo môi trường chạy chương trình (.venv)'
    $venv = Join-Path $Root '.venv'
    if (Test-Path -LiteralPath $venv) { Remove-Item -LiteralPath $venv -Recurse -Force }
    $arguments = @($python | Select-Object -Skip 1) + @('-m', 'venv', $venv)
    & $python[0] @arguments | Out-Host
    if ($LASTEXITCODE -ne 0) { Stop-SetUp 'python -m venv failed' 'Không tạo được .venv' }
    # Relative to site-packages, so that it is plain ASCII whatever the folder is called.
    Set-Content -LiteralPath (Join-Path $venv 'Lib\site-packages\bang_giao.pth') -Value '..\..\..' -Encoding Ascii
}

function Install-Packages([string]$Root, [string]$Kind) {
    Write-Step 'Installing the Python packages of the lock file (about 100 MB once; a few minutes)' `
        'Đang tải và cài các thành phần (khoảng 100 MB, chỉ lần đầu; mất vài phút)'
    $env:PIP_USER = '0'
    & (Get-VenvPython $Root) -m pip install -qq --disable-pip-version-check --only-binary :all: --require-hashes `
        -r (Get-LockFile $Root $Kind) | Out-Host
    if ($LASTEXITCODE -ne 0) {
        Stop-SetUp 'The packages could not be installed: is the network there? Start again to try once more' `
            'Chưa cài được các thành phần: hãy kiểm tra mạng rồi chạy lại'
    }
    foreach ($name in @('run', $Kind) | Select-Object -Unique) {
        Set-Content -LiteralPath (Get-StampFile $Root $name) -Value (Get-Stamp $Root $name) -Encoding Ascii
    }
}

# Afterwards the environment has the packages of that lock file. One start at a time makes it.
function Initialize-Environment([string]$Kind, [string]$Root) {
    if (Test-Ready $Root $Kind) { return }
    $lock = $null
    $said = $false
    while ($null -eq $lock) {
        try {
            $lock = [IO.File]::Open((Join-Path $Root '.venv.lock'), 'OpenOrCreate', 'ReadWrite', 'None')
        } catch [IO.IOException] {
            if (-not $said) {
                Write-Step 'Another start is preparing the environment; waiting for it' `
                    'Một lần khởi động khác đang chuẩn bị; xin chờ'
                $said = $true
            }
            Start-Sleep -Seconds 1
        }
    }
    try {
        if (-not (Test-Ready $Root $Kind)) {
            if (-not (Test-Path -LiteralPath (Get-StampFile $Root 'run'))) { New-Environment $Root }
            Install-Packages $Root $Kind
        }
    } finally {
        $lock.Dispose()
    }
}

# Afterwards the packages that tests/compat compares with are in a folder that nothing else imports from.
function Initialize-Compat([string]$Root) {
    $wanted = Join-Path $Root 'tests\compat\requirements.lock'
    $place = Join-Path $Root '.venv\compat'
    $file = Get-StampFile $Root 'compat'
    $stamp = (Get-FileHash -Algorithm SHA256 -LiteralPath $wanted).Hash
    if ((Test-Path -LiteralPath $file) -and ((Get-Content -LiteralPath $file -Raw).Trim() -eq $stamp)) { return }
    if (Test-Path -LiteralPath $place) { Remove-Item -LiteralPath $place -Recurse -Force }
    $env:PIP_USER = '0'
    & (Get-VenvPython $Root) -m pip install -qq --disable-pip-version-check --only-binary :all: --no-deps `
        --require-hashes --target $place -r $wanted | Out-Host
    if ($LASTEXITCODE -eq 0) {
        Set-Content -LiteralPath $file -Value $stamp -Encoding Ascii
    } else {
        Write-Step 'The packages for comparing could not be installed; going on without them' `
            'Chưa cài được các thành phần để đối chiếu; vẫn chạy tiếp'
    }
}
