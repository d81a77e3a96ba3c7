using System.Net;
using Orchestrator.PluginFolders;
using Orchestrator.Testbed.Operator;

namespace Orchestrator.Testbed.QuickSupport;

/// <summary>How the process runs.</summary>
/// <param name="Configuration">The vendor's signed configuration.</param>
/// <param name="Log">Folder of the evidence logs.</param>
/// <param name="Files">Folder for files that come and go.</param>
/// <param name="Site">The customer's site file; null: none.</param>
/// <param name="VendorAt">Where every name is; null: where the system says.</param>
/// <param name="Habits">The simulated person's.</param>
/// <param name="Plugins">Plugins beside those that are compiled in; null: none.</param>
/// <param name="Control">Folder of the socket over which the plugins are changed; null: none.</param>
/// <param name="Typed">File of the keys that arrive at the small screen of scenarios; null: another screen is shown.</param>
/// <param name="Display">X display that is shown, as in DISPLAY; null: a simulated screen is.</param>
internal sealed record ProcessOptions(
    string Configuration, string Log, string Files, string? Site, IPAddress? VendorAt, OperatorHabits Habits, PluginFolderOptions? Plugins, string? Control,
    string? Typed, string? Display);
