namespace Orchestrator.Rfb;

/// <summary>What the instrument says to the console. Layouts: docs/screen.md.</summary>
public abstract record InstrumentMessage(RfbVerb Verb)
{
    /// <summary>Head of an update; its rectangles follow in the stream.</summary>
    /// <param name="Number">Counts up from 1 on each channel.</param>
    /// <param name="Layout">Version of the layout after this update.</param>
    /// <param name="Rectangles">How many follow.</param>
    public sealed record Update(uint Number, uint Layout, int Rectangles) : InstrumentMessage(RfbVerb.FramebufferUpdate);

    /// <summary>Whether there is a picture.</summary>
    public sealed record Status(ScreenStatus Screen) : InstrumentMessage(RfbVerb.ScreenStatus);

    /// <summary>Text of the instrument's clipboard.</summary>
    public sealed record CutText(uint Number, string Text) : InstrumentMessage(RfbVerb.ServerCutText);
}

/// <summary>Whether the instrument's screen can be seen.</summary>
public enum ScreenStatus
{
    /// <summary>Pictures come.</summary>
    Available = 0,

    /// <summary>The display is locked, absent or gone; QuickSupport keeps trying.</summary>
    Unavailable = 1,

    /// <summary>The capture plugin failed; QuickSupport opens it again.</summary>
    Failed = 2,
}
