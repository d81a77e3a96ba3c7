using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Domain;
using Orchestrator.Rfb;

namespace Orchestrator.Technicians;

/// <summary>What a console's session tells whoever watches it.</summary>
public abstract record Notice
{
    /// <summary>Something changed.</summary>
    public sealed record Changed(ConsoleView View) : Notice;

    /// <summary>A record of the instrument took effect; its exact bytes.</summary>
    public sealed record Recorded(long Sequence, SessionEvent Happened, ReadOnlyMemory<byte> Line) : Notice;

    /// <summary>The operator said something.</summary>
    public sealed record Said(string Text) : Notice;

    /// <summary>A file moved on, or ended.</summary>
    public sealed record Moved(Transfer Transfer) : Notice;

    /// <summary>Text of the instrument's clipboard came.</summary>
    public sealed record ClipboardCame(string Text) : Notice;

    /// <summary>The instrument's screen can be seen again, or no longer.</summary>
    public sealed record ScreenChanged(ScreenStatus Status, string Sentence) : Notice;

    /// <summary>The session is over for this console.</summary>
    public sealed record Over(ConsoleEnd End) : Notice;
}

/// <summary>One file on its way.</summary>
/// <param name="Capability">Which way.</param>
/// <param name="Name">As agreed.</param>
/// <param name="Bytes">Sent, or received and verified.</param>
/// <param name="Size">Of the whole file.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Sentence">Why it failed.</param>
public sealed record Transfer(Capability Capability, string Name, long Bytes, long Size, TransferState State, string Sentence = "");

/// <summary>Where a transfer stands.</summary>
public enum TransferState
{
    /// <summary>Bytes move.</summary>
    Moving,

    /// <summary>The whole file has its final name, and its hash is the one agreed to.</summary>
    Done,

    /// <summary>Nothing took its final name.</summary>
    Failed,
}
