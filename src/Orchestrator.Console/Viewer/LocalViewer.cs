namespace Orchestrator.Technicians;

/// <summary>How the technician looks at the screen.</summary>
public enum ViewerKind
{
    /// <summary>Not at all: scripts and shots only.</summary>
    None,

    /// <summary>Any VNC viewer of this user on this computer.</summary>
    Vnc,

    /// <summary>The noVNC page in a browser on this computer.</summary>
    Browser,
}

/// <summary>An open way for local viewers; disposal closes it with everybody in it.</summary>
public abstract class LocalViewer : IAsyncDisposable
{
    /// <summary>How to connect: a sentence with the address. It holds the viewer's password; show it to the technician alone.</summary>
    public abstract string HowTo { get; }

    /// <summary>The address: a socket's path, host:port, or a URL.</summary>
    public abstract string Address { get; }

    /// <summary>Text of the instrument's clipboard, for viewers.</summary>
    internal virtual void SendCutText(string text)
    {
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
