namespace Orchestrator.Rfb;

/// <summary>The channels that carry messages of this kind; each is opened by its own capability.</summary>
public enum RfbChannel
{
    /// <summary>View screen: pictures to the console; requests and acknowledgements back.</summary>
    View,

    /// <summary>Control input: pointer and keys to the instrument.</summary>
    Control,

    /// <summary>Clipboard text to the instrument.</summary>
    ClipboardTo,

    /// <summary>Clipboard text from the instrument.</summary>
    ClipboardFrom,
}

/// <summary>Who sends.</summary>
public enum RfbDirection
{
    /// <summary>From the console.</summary>
    ToInstrument,

    /// <summary>From the instrument.</summary>
    ToConsole,
}
