namespace Orchestrator.QuickSupport.Face.Terminal;

/// <summary>One key as a person pressed it.</summary>
/// <param name="Kind">Which key.</param>
/// <param name="Text">The character, for <see cref="KeyKind.Text"/>; else empty.</param>
public readonly record struct TerminalKey(KeyKind Kind, string Text)
{
    /// <summary>A key without a character.</summary>
    public static TerminalKey Of(KeyKind kind) => new(kind, "");

    /// <summary>True when it is this letter, small or capital.</summary>
    public bool Is(char letter) => Kind == KeyKind.Text && Text.Length == 1 && char.ToLowerInvariant(Text[0]) == letter;

    /// <summary>True for 0 to 9.</summary>
    public bool IsDigit => Kind == KeyKind.Text && Text.Length == 1 && char.IsAsciiDigit(Text[0]);
}

/// <summary>Kinds of keys.</summary>
public enum KeyKind
{
    /// <summary>A character.</summary>
    Text,

    /// <summary>Enter.</summary>
    Enter,

    /// <summary>Backspace or Delete.</summary>
    Backspace,

    /// <summary>Escape.</summary>
    Escape,

    /// <summary>Ctrl+C: ends everything, whatever is being typed.</summary>
    Interrupt,

    /// <summary>Arrows and the like; nothing listens to them.</summary>
    Other,

    /// <summary>No key: the terminal's answer to <see cref="ITerminal.StatusQuery"/>.</summary>
    Report,
}
