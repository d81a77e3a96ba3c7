using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using Orchestrator.Links.Multiplexing;
using Orchestrator.Protocol;

namespace Orchestrator.Technicians.Composition;

/// <summary>One sign-in over a link of its own: the question, the answer, good-bye.</summary>
internal sealed class SignIn : ILinkReceiver
{
    private readonly TaskCompletionSource<LinkMessage> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="ConsoleException">Refused, or the link broke.</exception>
    public static async Task<SignedInAs> RunAsync(LinkConnection link, ConsoleToBroker.SignIn wish, CancellationToken cancellationToken)
    {
        var receiver = new SignIn();
        var running = link.RunAsync(receiver, cancellationToken);
        await link.SendAsync(wish).ConfigureAwait(false);
        var answer = receiver._answer.Task;
        if (await Task.WhenAny(answer, running).ConfigureAwait(false) != answer)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ConsoleException("LINK_LOST", ExitCode.Unreachable, "The connection to the server broke before it answered. Try again.");
        }

        var message = await answer.ConfigureAwait(false);
        await link.CloseAsync(CloseReason.Finished).ConfigureAwait(false);
        return message switch
        {
            BrokerToConsole.SignedIn signedIn => Describe(signedIn),
            BrokerToBoth.Refused refused => throw new ConsoleException(refused.Code, ExitCode.Refused, refused.Sentence),
            var other => throw new ConsoleException("SERVER_FAULT", ExitCode.Unproven, $"The server answered with {other.Type}; this version doesn't understand it."),
        };
    }

    /// <inheritdoc/>
    public ValueTask<LinkOutcome?> OnMessageAsync(LinkMessage message, CancellationToken cancellationToken)
    {
        if (message is not BrokerToBoth.Heartbeat)
        {
            _answer.TrySetResult(message);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask<LinkOutcome?> OnPeerRecordAsync(RecordHeader header, ReadOnlySequence<byte> whole, CancellationToken cancellationToken) =>
        new(LinkOutcome.Violation("a record of a session outside any session"));

    private static SignedInAs Describe(BrokerToConsole.SignedIn signedIn)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(signedIn.Certificate.Span);
        return new SignedInAs(signedIn.PrintedName, signedIn.Role, new DateTimeOffset(certificate.NotAfter.ToUniversalTime(), TimeSpan.Zero));
    }
}
