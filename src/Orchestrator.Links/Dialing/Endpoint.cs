namespace Orchestrator.Links.Dialing;

/// <summary>One end of a TCP connection to be made.</summary>
/// <param name="Host">Name; for a proxy also an address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="IsProxy">The site's proxy, not the broker.</param>
internal sealed record Endpoint(string Host, int Port, bool IsProxy)
{
    /// <inheritdoc />
    public override string ToString() => $"{Host}, port {Port}";
}
