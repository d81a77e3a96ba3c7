using System.Buffers;
using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Links;

/// <summary>What a witness's link brings to the broker: its offer first, then nothing but answers. It has no session and carries no peer's records.</summary>
internal sealed class WitnessEndpoint(LinkConnection link, Endpoint from, BrokerSetup setup) : IBrokerEndpoint
{
    private IWitnessTalk? _talk;
    private volatile bool _isOver;

    /// <inheritdoc/>
    public async ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken) => message switch
    {
        WitnessMessages.OfferWitness offer when _talk is null => await AdmitAsync(offer, cancellationToken).ConfigureAwait(false),
        WitnessMessages.WitnessAnswer answer when _talk is { } talk && talk.Answered(answer) => null,
        _ => LinkOutcome.Violation($"{message.Type} at this time"),
    };

    /// <inheritdoc/>
    public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken) =>
        new(LinkOutcome.Violation("a peer's record on a witness's link"));

    /// <inheritdoc/>
    public void Ended(LinkOutcome outcome)
    {
        _isOver = true;
        _talk?.Ended();
    }

    private async Task<LinkOutcome?> AdmitAsync(WitnessMessages.OfferWitness offer, CancellationToken cancellationToken)
    {
        switch (await setup.Witnesses.AdmitAsync(offer, from, link.SendAsync, Close, cancellationToken).ConfigureAwait(false))
        {
            case WitnessAdmission.Taken taken:
                _talk = taken.Talk;
                if (_isOver)
                {
                    taken.Talk.Ended();
                }

                return null;
            case WitnessAdmission.Refused refused:
                await link.SendAsync(new BrokerToBoth.Refused(refused.Code, refused.Sentence)).ConfigureAwait(false);
                return LinkOutcome.Local;
            default:
                return LinkOutcome.Local;
        }
    }

    private void Close() => _ = link.DisposeAsync().AsTask();
}
