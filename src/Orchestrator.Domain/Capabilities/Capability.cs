using System.Collections.Immutable;

namespace Orchestrator.Domain;

/// <summary>What a technician may be allowed to do. One capability is one channel. There is no reboot, no elevation, no shell.</summary>
public enum Capability : byte
{
    /// <summary>See the instrument's screen.</summary>
    ViewScreen = 1,

    /// <summary>Move its pointer and press its keys. Needs an open view.</summary>
    ControlInput = 2,

    /// <summary>Send one file to the instrument.</summary>
    SendFile = 3,

    /// <summary>Fetch one file from the instrument.</summary>
    FetchFile = 4,

    /// <summary>Put text into the instrument's clipboard.</summary>
    ClipboardTo = 5,

    /// <summary>Read text from the instrument's clipboard.</summary>
    ClipboardFrom = 6,
}

/// <summary>Words and sets of capabilities.</summary>
public static class Capabilities
{
    /// <summary>Every capability, in the order of their numbers.</summary>
    public static ImmutableArray<Capability> All { get; } = [.. Enum.GetValues<Capability>()];

    /// <summary>The stable name in records and messages.</summary>
    public static string Name(this Capability capability) => capability switch
    {
        Capability.ViewScreen => "view",
        Capability.ControlInput => "control",
        Capability.SendFile => "send-file",
        Capability.FetchFile => "fetch-file",
        Capability.ClipboardTo => "clipboard-to",
        Capability.ClipboardFrom => "clipboard-from",
        _ => throw new ArgumentOutOfRangeException(nameof(capability), capability, "not a capability"),
    };

    /// <summary>The capability of a stable name; null when there is none.</summary>
    public static Capability? Parse(string name)
    {
        foreach (var capability in All)
        {
            if (capability.Name() == name)
            {
                return capability;
            }
        }

        return null;
    }

    /// <summary>True when one grant covers one file and ends with it.</summary>
    public static bool IsOneFile(this Capability capability) => capability is Capability.SendFile or Capability.FetchFile;
}
