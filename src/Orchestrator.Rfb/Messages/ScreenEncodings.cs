namespace Orchestrator.Rfb;

/// <summary>Encodings that a sender may choose from. Raw is always understood.</summary>
[Flags]
public enum ScreenEncodings
{
    /// <summary>Pixels as they are.</summary>
    Raw = 0,

    /// <summary>What moved is copied at the receiver.</summary>
    CopyRect = 1,

    /// <summary>Tiles with palettes and runs, through one zlib stream.</summary>
    Zrle = 2,

    /// <summary>Every encoding.</summary>
    All = CopyRect | Zrle,
}
