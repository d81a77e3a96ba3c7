using Orchestrator.Abstractions;

namespace Orchestrator.Rfb;

/// <summary>What the console says to the instrument. Layouts: docs/screen.md.</summary>
public abstract record ConsoleMessage(RfbVerb Verb)
{
    /// <summary>Starts the flow of updates; unless incremental, all of the area is sent again.</summary>
    public sealed record UpdateRequest(bool Incremental, PixelRect Area) : ConsoleMessage(RfbVerb.UpdateRequest);

    /// <summary>All updates up to this number are decoded.</summary>
    public sealed record Ack(uint Update) : ConsoleMessage(RfbVerb.Ack);

    /// <summary>Where the pointer is, and every button that is held.</summary>
    /// <param name="Buttons">As in RFC 6143, 7.5.5.</param>
    /// <param name="X">Column.</param>
    /// <param name="Y">Row.</param>
    /// <param name="Context">What the technician had seen and sent before.</param>
    public sealed record PointerEvent(byte Buttons, int X, int Y, InputContext Context) : ConsoleMessage(RfbVerb.PointerEvent);

    /// <summary>One key.</summary>
    /// <param name="Down">Pressed or released.</param>
    /// <param name="Keysym">X11 keysym.</param>
    /// <param name="ScanCode">XT scan code; 0 when unknown.</param>
    /// <param name="Context">What the technician had seen and sent before.</param>
    public sealed record KeyEvent(bool Down, uint Keysym, uint ScanCode, InputContext Context) : ConsoleMessage(RfbVerb.KeyEvent);

    /// <summary>Text for the instrument's clipboard.</summary>
    /// <param name="Number">Counts up from 1.</param>
    /// <param name="Text">At most <see cref="RfbLimits.MaxCutTextBytes"/> in UTF-8.</param>
    public sealed record CutText(uint Number, string Text) : ConsoleMessage(RfbVerb.ClientCutText);
}

/// <summary>What goes with each input event, so that it has the effect that the technician meant.</summary>
/// <param name="Layout">Version of the layout that the technician saw.</param>
/// <param name="LastCutText">Number of the last cut text sent before; 0 when none.</param>
public readonly record struct InputContext(uint Layout, uint LastCutText);
