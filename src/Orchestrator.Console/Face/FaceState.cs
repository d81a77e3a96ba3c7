using System.Collections.Immutable;
using Orchestrator.Actors.Sessions.AtConsole;
using Orchestrator.Rfb;

namespace Orchestrator.Technicians.Face;

/// <summary>Everything that the terminal face shows, at one moment. Immutable: a notice gives the next one.</summary>
internal sealed record FaceState
{
    private const int Remembered = 8;

    /// <summary>Null before the handshake.</summary>
    public ConsoleView? View { get; init; }

    /// <summary>Every question of the session, the newest last; the session forgets those that are answered.</summary>
    public ImmutableArray<AskView> Asks { get; init; } = [];

    public ImmutableArray<Transfer> Transfers { get; init; } = [];

    /// <summary>Chat and what happened, the newest last.</summary>
    public ImmutableArray<string> Lines { get; init; } = [];

    /// <summary>Size of the screen; empty before the first picture.</summary>
    public string Screen { get; init; } = "";

    /// <summary>Whether the screen can be seen; the picture is the last one when not.</summary>
    public ScreenStatus ScreenStatus { get; init; }

    public string Viewer { get; init; } = "";

    public bool IsDevelopment { get; init; }

    /// <summary>The question to the technician that a key opened; null when keys are commands.</summary>
    public string? Question { get; init; }

    /// <summary>What was typed as its answer.</summary>
    public string Answer { get; init; } = "";

    /// <summary>The state after a notice.</summary>
    public FaceState After(Notice notice) => notice switch
    {
        Notice.Changed e => this with { View = e.View, Asks = Merge(Asks, e.View.Asks) },
        Notice.Moved e => this with { Transfers = Last([.. Transfers.Where(t => (t.Capability, t.Name) != (e.Transfer.Capability, e.Transfer.Name)), e.Transfer]) },
        Notice.Said e => With($"Operator: {Words.OneLine(e.Text)}"),
        Notice.ClipboardCame e => With($"Clipboard from the instrument: {e.Text.Length} characters"),
        Notice.ScreenChanged e => With(e.Sentence) with { ScreenStatus = e.Status },
        Notice.Over e => With(e.End.Sentence),
        _ => this,
    };

    /// <summary>One more line.</summary>
    public FaceState With(string line) => this with { Lines = Last([.. Lines, line]) };

    private static ImmutableArray<AskView> Merge(ImmutableArray<AskView> known, IReadOnlyList<AskView> now) =>
        Last([.. known.Select(old => now.FirstOrDefault(n => n.RequestId == old.RequestId) ?? old), .. now.Where(n => known.All(old => old.RequestId != n.RequestId))]);

    private static ImmutableArray<T> Last<T>(ImmutableArray<T> all) => all.Length <= Remembered ? all : all[^Remembered..];
}
