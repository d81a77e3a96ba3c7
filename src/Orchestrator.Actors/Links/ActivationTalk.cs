using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Protocol;

namespace Orchestrator.Actors.Links;

/// <summary>One activation on one link: offered once, confirmed once; a link that ends leaves nothing behind.</summary>
internal sealed class ActivationTalk(IActivation port, Endpoint from)
{
    private static readonly BrokerToBoth.Refused NotOffered =
        new("NO_ACTIVATION", "There is nothing to confirm on this connection. Start `orchestrator activate` again.");

    private IOfferedActivation? _offered;
    private bool _isUsed;

    /// <summary>The answer to a wish; the second one on a link is refused unseen.</summary>
    public async Task<LinkMessage> BeginAsync(ConsoleToBroker.Activate wish, CancellationToken cancellationToken)
    {
        if (_isUsed)
        {
            return new BrokerToBoth.Refused("NO_ACTIVATION", "A connection activates one account. Start `orchestrator activate` again.");
        }

        _isUsed = true;
        var request = new ActivationRequest(wish.Account, wish.SetupCode.Reveal(), wish.Password.Reveal(), from.Key, from.Address);
        switch (await port.BeginAsync(request, cancellationToken).ConfigureAwait(false))
        {
            case ActivationOutcome.Offered offered:
                _offered = offered.Activation;
                return new BrokerToConsole.ActivationOffered(offered.Secret, offered.Issuer, offered.Account);
            case ActivationOutcome.Refused refused:
                return new BrokerToBoth.Refused(refused.Code, refused.Sentence);
            default:
                return new BrokerToBoth.Refused("SERVER_FAULT", "The server couldn't answer.");
        }
    }

    /// <summary>The answer to a code.</summary>
    public async Task<LinkMessage> ConfirmAsync(ConsoleToBroker.ConfirmActivation wish, CancellationToken cancellationToken)
    {
        if (_offered is not { } offered)
        {
            return NotOffered;
        }

        _offered = null;
        switch (await offered.ConfirmAsync(wish.Code.Reveal(), cancellationToken).ConfigureAwait(false))
        {
            case ConfirmationOutcome.Activated activated:
                return new BrokerToConsole.Activated([.. activated.RecoveryCodes.Select(code => new SecretText(code))], activated.ConsoleApproved);
            case ConfirmationOutcome.Refused refused:
                _offered = refused.MayTryAgain ? offered : null;
                return new BrokerToBoth.Refused(refused.Code, refused.Sentence);
            default:
                return new BrokerToBoth.Refused("SERVER_FAULT", "The server couldn't answer.");
        }
    }
}
