using Orchestrator.PluginHosting;
using Orchestrator.Rfb;

namespace Orchestrator.QuickSupport.Pumps;

/// <summary>Why the screen can't be seen: in plain words for the operator, in the plugin's own for whoever has to mend it.</summary>
internal static class LossWords
{
    /// <summary>What was lost, why, and what to do.</summary>
    public static string ForOperator(ScreenStatus status, PluginFault? fault) => status == ScreenStatus.Unavailable
        ? "The technician can't see this screen any more: its display is locked, or has ended. The session goes on, chat and files work. Unlock or restart the display, or press e to end."
        : $"The technician can't see this screen any more: {Cause(fault)}. The session goes on, chat and files work. If it stays so, press e to end, and start again.";

    /// <summary>For the log and the technician.</summary>
    public static string ForRecord(ScreenStatus status, PluginFault? fault) => status == ScreenStatus.Unavailable
        ? "the display is locked or gone; no picture goes out until it is back"
        : fault is null ? "taking the picture failed; it is tried again" : $"taking the picture failed, and is tried again. {fault.Sentence}";

    private static string Cause(PluginFault? fault) => fault?.Kind switch
    {
        null => "taking its picture failed, and is tried again",
        PluginFaultKind.Hung or PluginFaultKind.OverBudget => $"{Part(fault)} doesn't answer, and is started again",
        PluginFaultKind.NotActive => $"{Part(fault)} was taken out of service",
        _ => $"{Part(fault)} failed, and is started again",
    };

    private static string Part(PluginFault fault) => $"the part of this program that takes its picture ({fault.PluginId})";
}
