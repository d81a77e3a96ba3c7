using Orchestrator.Abstractions;

namespace Orchestrator.PluginHosting;

/// <summary>What a plugin adapts.</summary>
public enum PluginKind
{
    /// <summary>Screen, input and clipboard: <see cref="ICapture"/>.</summary>
    Capture,

    /// <summary>A framing on the broker's port: <see cref="ITransport"/>.</summary>
    Transport,

    /// <summary>A way through a proxy: <see cref="IProxyConnector"/>.</summary>
    Proxy,

    /// <summary>A further place for records: <see cref="IAuditSink"/>.</summary>
    Audit,
}

/// <summary>The interface behind each kind.</summary>
public static class PluginKinds
{
    /// <summary>The interface that a plugin of this kind implements.</summary>
    public static Type Contract(this PluginKind kind) => kind switch
    {
        PluginKind.Capture => typeof(ICapture),
        PluginKind.Transport => typeof(ITransport),
        PluginKind.Proxy => typeof(IProxyConnector),
        PluginKind.Audit => typeof(IAuditSink),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The word in a manifest.</summary>
    public static string Word(this PluginKind kind) => kind switch
    {
        PluginKind.Capture => "capture",
        PluginKind.Transport => "transport",
        PluginKind.Proxy => "proxy",
        PluginKind.Audit => "audit",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
