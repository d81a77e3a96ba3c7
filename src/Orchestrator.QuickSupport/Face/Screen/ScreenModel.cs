using System.Collections.Immutable;
using Orchestrator.Actors.Sessions.AtInstrument;

namespace Orchestrator.QuickSupport.Face.Screen;

/// <summary>All that is on the operator's screen at one moment.</summary>
internal sealed record ScreenModel
{
    /// <summary>Version of the program.</summary>
    public string Version { get; init; } = "";

    /// <summary>DEVELOPMENT is shown at all times.</summary>
    public bool IsDevelopment { get; init; }

    /// <summary>What is being done before there is a session.</summary>
    public string Step { get; init; } = "";

    /// <summary>The PIN; empty before the run is up.</summary>
    public string Pin { get; init; } = "";

    /// <summary>The session; null before it has a number.</summary>
    public OperatorView? View { get; init; }

    /// <summary>Standing remarks.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>The last lines of chat.</summary>
    public ImmutableArray<string> Chat { get; init; } = [];

    /// <summary>What happened last, when the face says it itself; empty: the view's notice.</summary>
    public string Notice { get; init; } = "";

    /// <summary>A line that is being typed: its question and what stands there; null when nothing is.</summary>
    public (string Question, string Typed)? Entry { get; init; }

    /// <summary>The question to the operator; null when there is none. Its last line is where the answer is typed.</summary>
    public ImmutableArray<string>? Prompt { get; init; }

    /// <summary>How it ended; null while it hasn't.</summary>
    public ImmutableArray<string>? End { get; init; }
}
