; The Windows installer, for Inno Setup 6.3 or later: ISCC /DVersion=0.1.0 packaging\windows\clausedesk.iss
; Per user by default (no administrator needed), for all users where the person chooses so.
#ifndef Version
  #error Say which version: ISCC /DVersion=0.1.0 clausedesk.iss
#endif
#define Root AddBackslash(SourcePath) + "..\.."
#define Frozen Root + "\dist\clausedesk"

[Setup]
AppId={{6F0C2D0E-8A53-4B0B-9C64-6C1E5E0B7A51}
AppName=ClauseDesk
AppVersion={#Version}
AppVerName=ClauseDesk {#Version}
AppPublisher=ClauseDesk contributors
VersionInfoVersion={#Version}
DefaultDirName={autopf}\ClauseDesk
DefaultGroupName=ClauseDesk
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
OutputDir={#Root}\dist
OutputBaseFilename=ClauseDesk-{#Version}-setup
SetupIconFile={#Root}\build\pyinstaller\clausedesk\icons\clausedesk.ico
UninstallDisplayIcon={app}\ClauseDesk.exe
LicenseFile={#Root}\LICENSE
Compression=lzma2/max
LZMAUseSeparateProcess=yes
LZMANumBlockThreads=4
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
; A running ClauseDesk is asked to close, and started again afterwards; it saves as it goes.
CloseApplications=yes
RestartApplications=yes
; The key is named by whoever signs: ISCC "/Ssigner=signtool sign ... $f" /DSign
#ifdef Sign
SignTool=signer
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
; Inno Setup's own Simplified Chinese is unofficial and comes beside it; used where it is there.
#if FileExists(AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl")
Name: "zh"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"
#endif

[CustomMessages]
en.ProjectType=ClauseDesk project
en.CommandLine=Add the command line (clausedesk-cli) to the path
#if FileExists(AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl")
zh.ProjectType=ClauseDesk 项目
zh.CommandLine=将命令行程序（clausedesk-cli）加入 PATH
#endif

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked
Name: "path"; Description: "{cm:CommandLine}"; Flags: unchecked

[InstallDelete]
; Libraries of an earlier version would be loaded beside the new ones.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Frozen}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\ClauseDesk"; Filename: "{app}\ClauseDesk.exe"; AppUserModelID: "ClauseDesk.ClauseDesk"
Name: "{autodesktop}\ClauseDesk"; Filename: "{app}\ClauseDesk.exe"; Tasks: desktopicon; AppUserModelID: "ClauseDesk.ClauseDesk"

[Registry]
Root: HKA; Subkey: "Software\Classes\.cdesk"; ValueType: string; ValueData: "ClauseDesk.Project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.cdesk"; ValueType: string; ValueName: "Content Type"; ValueData: "application/x-clausedesk-project"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\ClauseDesk.Project"; ValueType: string; ValueData: "{cm:ProjectType}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\ClauseDesk.Project\DefaultIcon"; ValueType: string; ValueData: "{app}\ClauseDesk.exe,0"
Root: HKA; Subkey: "Software\Classes\ClauseDesk.Project\shell\open\command"; ValueType: string; ValueData: """{app}\ClauseDesk.exe"" ""%1"""
; "Open with" for what it reads; nothing of it becomes the default.
Root: HKA; Subkey: "Software\Classes\Applications\ClauseDesk.exe\shell\open\command"; ValueType: string; ValueData: """{app}\ClauseDesk.exe"" ""%1"""; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Applications\ClauseDesk.exe\SupportedTypes"; ValueType: string; ValueName: ".docx"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\ClauseDesk.exe\SupportedTypes"; ValueType: string; ValueName: ".pdf"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\ClauseDesk.exe\SupportedTypes"; ValueType: string; ValueName: ".xlsx"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\ClauseDesk.exe\SupportedTypes"; ValueType: string; ValueName: ".csv"; ValueData: ""
Root: HKA; Subkey: "Software\Classes\Applications\ClauseDesk.exe\SupportedTypes"; ValueType: string; ValueName: ".txt"; ValueData: ""
Root: HKA; Subkey: "Environment"; ValueType: expandsz; ValueName: "Path"; ValueData: "{olddata};{app}"; Tasks: path; Check: NotOnPath

[Run]
Filename: "{app}\ClauseDesk.exe"; Description: "{cm:LaunchProgram,ClauseDesk}"; Flags: nowait postinstall skipifsilent

[Code]
// Settings, projects and models stay where they are when the program is removed: they are the person's.
function PathRoot: Integer;
begin
  if IsAdminInstallMode then Result := HKEY_LOCAL_MACHINE else Result := HKEY_CURRENT_USER;
end;

function PathKey: string;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

function NotOnPath: Boolean;
var
  Known: string;
begin
  // For all users the path stands elsewhere; there the program's folder is not added.
  Result := not IsAdminInstallMode;
  if Result and RegQueryStringValue(PathRoot, PathKey, 'Path', Known) then
    Result := Pos(';' + Lowercase(ExpandConstant('{app}')) + ';', ';' + Lowercase(Known) + ';') = 0;
end;

procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Known, Ours: string;
  At: Integer;
begin
  if (Step <> usPostUninstall) or IsAdminInstallMode then exit;
  if not RegQueryStringValue(PathRoot, PathKey, 'Path', Known) then exit;
  Ours := ';' + ExpandConstant('{app}');
  At := Pos(Lowercase(Ours), Lowercase(Known));
  if At = 0 then exit;
  Delete(Known, At, Length(Ours));
  RegWriteExpandStringValue(PathRoot, PathKey, 'Path', Known);
end;
