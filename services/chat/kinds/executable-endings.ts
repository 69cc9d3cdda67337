/**
 * Endings that name a program: what a double click runs, installs or mounts on a stock Windows, macOS, Linux desktop or phone. In the
 * spirit of the lists of Gmail and Outlook, and longer. Only the last ending counts: `setup.exe problems.txt` opens in an editor.
 *
 * What is not here, and why:
 * - Source that opens in an editor or wants its interpreter called: `.py`, `.sh`, `.pl`, `.mjs`, `.ts`. Colleagues send it every day, and a
 *   download is not marked as executable. `.js` is here all the same: Windows runs it by double click, outside of any browser.
 * - Documents that may hold macros (`.docm`, `.xlsm`, `.pptm`): the old `.doc` and `.xls` may hold them just as well, and Office runs none
 *   of a file that came through a browser. What is a program only (`.xlam`, `.xll`, `.ppam`) is here.
 * - Archives with a program inside: nothing in them runs before somebody unpacks them.
 */
import { endingsOf } from './file-name.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const executableEndings: ReadonlySet<string> = new Set([
  // Windows: programs and their parts
  ...words('exe com scr pif cpl dll ocx sys drv vxd ax efi mui ex_ dl_ bat cmd nsh'),
  // Windows: installers, packages, updates
  ...words(
    'msi msp mst msu msix msixbundle appx appxbundle appinstaller application appref-ms cab diagcab diagcfg diagpkg',
  ),
  // Windows: scripts that the shell runs
  ...words(
    'js jse vb vbs vbe vbp ws wsf wsh wsc sct hta htc msc xbap gadget ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 pssc',
  ),
  ...words('cdxml msh msh1 msh2 mshxml msh1xml msh2xml pyw pyz pyzw pyc pyo bas'),
  // Windows: what opens something else, or changes the system
  ...words(
    'lnk url website scf reg inf ins isp its job chm hlp cnt hpj grp pcd prf osd udl mcf rdp webpnp printerexport theme',
  ),
  ...words(
    'themepack settingcontent-ms library-ms search-ms searchconnector-ms shb shs xnk plg wsb vsw vsmacros fxp prg',
  ),
  // Office: programs without a document
  ...words('xll wll xlam ppam ppa xla ade adp mda mde mdz accde accda accdu maf mag mam maq mar mas mau mav maw'),
  // Discs that are mounted by double click
  ...words('iso img vhd vhdx wim dmg toast sparseimage sparsebundle'),
  // macOS and iOS
  ...words(
    'app pkg mpkg command tool terminal workflow action scpt scptd osax kext prefpane qlgenerator saver dylib bundle',
  ),
  ...words('mobileconfig inetloc fileloc webloc ipa'),
  // Linux and BSD
  ...words('deb rpm run appimage snap flatpak flatpakref flatpakrepo desktop elf so ko csh ksh'),
  // Android, Java, browsers
  ...words('apk apks apkm xapk aab dex jar war ear class jnlp crx xpi vsix'),
]);

/** Whether this name would run, install or mount what it names. */
export function namesProgram(name: string): boolean {
  const ending = endingsOf(name).at(-1);
  return ending !== undefined && executableEndings.has(ending);
}
