namespace Orchestrator.QuickSupport.Face.Terminal;

/// <summary>A terminal: bytes of keys in, ANSI text out. One thread reads, one writes.</summary>
public interface ITerminal : IDisposable
{
    /// <summary>True when colours may be used; every meaning is in words as well.</summary>
    bool HasColour { get; }

    /// <summary>Written, it makes a terminal report its status once it has dealt with everything before; empty where writing waits for that anyway.</summary>
    string StatusQuery { get; }

    /// <summary>Columns and rows now.</summary>
    (int Columns, int Rows) Size { get; }

    /// <summary>Waits until there is something to read or the terminal is gone; false when neither happened in time.</summary>
    bool WaitForInput(TimeSpan atMost);

    /// <summary>Reads what is there, without waiting.</summary>
    /// <returns>Bytes read; 0 when there is nothing; −1 when the terminal is gone.</returns>
    int Read(Span<byte> buffer);

    /// <summary>Forgets everything that was typed and not yet read.</summary>
    void DiscardInput();

    /// <summary>Writes text; returns when the terminal took it. Does nothing once it is gone.</summary>
    void Write(string text);
}
