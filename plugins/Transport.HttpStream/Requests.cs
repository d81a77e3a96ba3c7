using System.Text;
using Orchestrator.Abstractions;

namespace Orchestrator.Plugins.Transport.HttpStream;

/// <summary>The two requests of a link, and the headers that both sides set against caches, transformation and collecting.</summary>
internal static class Requests
{
    /// <summary>Where the broker mounts the accepting half.</summary>
    public const string Path = "/link/stream";

    /// <summary>Of both bodies.</summary>
    public const string ContentType = "application/octet-stream";

    /// <summary>Nobody on the way is to keep or to change what passes.</summary>
    public const string CacheControl = "no-store, no-transform";

    /// <summary>Its answer's body is what the broker sends.</summary>
    public static byte[] Down(TransportTarget target, LinkId id) => Encoding.ASCII.GetBytes(
        $"GET {Path}{id.Query} HTTP/1.1\r\nHost: {Host(target)}\r\nAccept: {ContentType}\r\nAccept-Encoding: identity\r\nCache-Control: {CacheControl}\r\n\r\n");

    /// <summary>Its body is what the endpoint sends.</summary>
    public static byte[] Up(TransportTarget target, LinkId id) => Encoding.ASCII.GetBytes(
        $"POST {Path}{id.Query} HTTP/1.1\r\nHost: {Host(target)}\r\nContent-Type: {ContentType}\r\nCache-Control: {CacheControl}\r\nTransfer-Encoding: chunked\r\n\r\n");

    private static string Host(TransportTarget target) => target.Port == 443 ? target.Host : $"{target.Host}:{target.Port}";
}
