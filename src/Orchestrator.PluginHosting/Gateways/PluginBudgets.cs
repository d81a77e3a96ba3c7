namespace Orchestrator.PluginHosting;

/// <summary>How long the host waits for a plugin: the budgets that the contract's members name.</summary>
public static class PluginBudgets
{
    /// <summary>IPlugin.StartAsync.</summary>
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(5);

    /// <summary>DisposeAsync of a plugin or of something that it opened.</summary>
    public static readonly TimeSpan Dispose = TimeSpan.FromSeconds(5);

    /// <summary>ITransport.ConnectAsync and AcceptAsync.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(20);

    /// <summary>IProxyConnector.ConnectAsync.</summary>
    public static readonly TimeSpan Proxy = TimeSpan.FromSeconds(30);

    /// <summary>Opening of screen, input, clipboard, or the watch of the session's lock.</summary>
    public static readonly TimeSpan Open = TimeSpan.FromSeconds(5);

    /// <summary>One capture or wait for the lock, beyond the wait that the host asked for; one read of the pointer.</summary>
    public static readonly TimeSpan Capture = TimeSpan.FromSeconds(2);

    /// <summary>One read or write of the clipboard.</summary>
    public static readonly TimeSpan Clipboard = TimeSpan.FromSeconds(2);

    /// <summary>One call of an audit sink.</summary>
    public static readonly TimeSpan Audit = TimeSpan.FromSeconds(5);

    /// <summary>How long a plugin has from cancellation to its end, before it counts as hung.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
}
