using System.Reflection.Metadata;

namespace Orchestrator.PluginFolders;

/// <summary>
/// Sees in an assembly's references that it opens connections itself. Every kind but an audit sink gets its streams from the host, which guards where they
/// lead; a plugin that goes past it is a mistake to be told of. It isn't a barrier: code can name a type without a reference.
/// </summary>
internal static class NetworkUse
{
    private static readonly string[] Namespaces =
    [
        "System.Net.Sockets", "System.Net.Http", "System.Net.Security", "System.Net.Quic", "System.Net.Mail", "System.Net.NetworkInformation",
    ];

    private static readonly string[] Types =
    [
        "System.Net.Dns", "System.Net.WebRequest", "System.Net.HttpWebRequest", "System.Net.WebClient", "System.Net.HttpListener",
        "System.Net.WebSockets.ClientWebSocket", "System.IO.Pipes.NamedPipeClientStream", "System.IO.Pipes.NamedPipeServerStream",
    ];

    /// <summary>The first such type; null when there is none.</summary>
    public static string? In(MetadataReader metadata)
    {
        foreach (var handle in metadata.TypeReferences)
        {
            var type = metadata.GetTypeReference(handle);
            var space = metadata.GetString(type.Namespace);
            var name = $"{space}.{metadata.GetString(type.Name)}";
            if (Namespaces.Contains(space) || Types.Contains(name))
                return name;
        }

        return null;
    }
}
