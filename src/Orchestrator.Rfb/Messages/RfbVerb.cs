namespace Orchestrator.Rfb;

/// <summary>Everything that one end can say to the other. <see cref="RfbVerbs"/> says on which channel.</summary>
public enum RfbVerb
{
    /// <summary>Rectangles of the screen.</summary>
    FramebufferUpdate,

    /// <summary>Whether there is a picture at all.</summary>
    ScreenStatus,

    /// <summary>Asks for the screen.</summary>
    UpdateRequest,

    /// <summary>An update was decoded.</summary>
    Ack,

    /// <summary>The pointer moved, or a button changed.</summary>
    PointerEvent,

    /// <summary>A key was pressed or released.</summary>
    KeyEvent,

    /// <summary>Text for the instrument's clipboard.</summary>
    ClientCutText,

    /// <summary>Text of the instrument's clipboard.</summary>
    ServerCutText,
}
