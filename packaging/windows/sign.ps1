# Signs the frozen programs and, afterwards, the installer: packaging\windows\sign.ps1 [-Installer FILE]
# The certificate is in the store of the machine that signs (a hardware key, or the service that holds it); its
# SHA-1 mark is in CLAUSEDESK_CERTIFICATE. Nothing secret is in a file or on the command line.
param([string]$Installer = "")
$ErrorActionPreference = "Stop"
if (-not $env:CLAUSEDESK_CERTIFICATE) { throw "Set CLAUSEDESK_CERTIFICATE to the certificate's thumbprint." }
$stamp = if ($env:CLAUSEDESK_TIMESTAMP) { $env:CLAUSEDESK_TIMESTAMP } else { "http://timestamp.digicert.com" }
$root = Resolve-Path (Join-Path $PSScriptRoot "..\..")
$files = if ($Installer) { @($Installer) } else {
  # Our own programs; libraries of others keep the signatures of their makers.
  @("$root\dist\clausedesk\ClauseDesk.exe", "$root\dist\clausedesk\clausedesk-cli.exe")
}
foreach ($file in $files) {
  & signtool sign /sha1 $env:CLAUSEDESK_CERTIFICATE /fd SHA256 /tr $stamp /td SHA256 /d "ClauseDesk" $file
  if ($LASTEXITCODE) { throw "signtool could not sign $file" }
  & signtool verify /pa /tw $file
  if ($LASTEXITCODE) { throw "the signature of $file is not valid" }
}
