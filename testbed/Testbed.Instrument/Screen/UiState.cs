namespace Orchestrator.Testbed.Instrument.Screen;

/// <summary>Things on the screen that a pointer can press.</summary>
internal enum UiTarget
{
    None,
    Retry,
    Abort,
    Start,
    Notes,
    Menu,
    MenuItem,
    StepRow,
    WorklistRow,
}

/// <summary>What the person at the screen did last; part of the picture.</summary>
internal sealed record UiState
{
    /// <summary>Index of the open menu.</summary>
    internal int? OpenMenu { get; init; }

    /// <summary>Index into the steps.</summary>
    internal int? SelectedStep { get; init; }

    internal string? SelectedWorklist { get; init; }

    /// <summary>First visible step; null follows the run.</summary>
    internal int? FirstStep { get; init; }

    internal UiTarget Pressed { get; init; }

    internal string Notes { get; init; } = "";

    internal bool NotesFocused { get; init; }
}
