using Orchestrator.Abstractions;

namespace Orchestrator.Links.Dialing;

/// <summary>An established link and how it came about. Disposal disposes the link.</summary>
/// <param name="Link">Run it once.</param>
/// <param name="Facts">For the audit and the face.</param>
/// <param name="Report">All that was tried, this link last.</param>
public sealed record DialedLink(ITransportLink Link, DialFacts Facts, DialReport Report) : IAsyncDisposable
{
    /// <inheritdoc />
    public ValueTask DisposeAsync() => Link.DisposeAsync();
}
