using Orchestrator.Domain;

namespace Orchestrator.QuickSupport.Face.Screen;

/// <summary>Capabilities in the operator's words.</summary>
internal static class CapabilityWords
{
    public static string Of(Capability capability) => capability switch
    {
        Capability.ViewScreen => "sees this screen",
        Capability.ControlInput => "uses mouse and keyboard",
        Capability.SendFile => "puts a file here",
        Capability.FetchFile => "takes a file",
        Capability.ClipboardTo => "writes the clipboard",
        Capability.ClipboardFrom => "reads the clipboard",
        _ => capability.Name(),
    };
}
