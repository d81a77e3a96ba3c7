using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Security;

namespace Orchestrator.Plugins.Proxy.HttpConnect.Authentication;

/// <summary>What one step of a sign-in brought.</summary>
/// <param name="Token">To send; null when there is none.</param>
/// <param name="Why">Half a sentence why there is none.</param>
/// <param name="NoTicket">True when the credentials brought nothing: they are wrong, or nobody could say.</param>
internal sealed record SignInStep(byte[]? Token, string Why = "", bool NoTicket = false);

/// <summary>The platform's Negotiate or NTLM for one connection, with a limit: it may ask a server of the site, and may fail in many ways.</summary>
internal sealed class SignIn(string package, NetworkCredential credential, string service, TimeProvider time) : IDisposable
{
    private NegotiateAuthentication? authentication;
    private Task running = Task.CompletedTask;

    /// <summary>One step.</summary>
    /// <param name="incoming">The proxy's token; empty at the first.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<SignInStep> StepAsync(byte[] incoming, CancellationToken cancellationToken)
    {
        var step = Task.Run(() => Step(incoming), CancellationToken.None);
        running = step;
        try
        {
            return await step.WaitAsync(ConnectLimits.SignIn, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new SignInStep(null, $"there is no answer from the sign-in server within {ConnectLimits.SignIn.TotalSeconds:0} s");
        }
    }

    /// <summary>A step under way goes on alone until the platform gives it up.</summary>
    public void Dispose() => running.ContinueWith(
        static (_, state) => ((SignIn)state!).authentication?.Dispose(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Each platform throws its own kinds for what it can't do, and every one of them means: not by this scheme.")]
    private SignInStep Step(byte[] incoming)
    {
        try
        {
            authentication ??= new NegotiateAuthentication(new NegotiateAuthenticationClientOptions { Package = package, Credential = credential, TargetName = service });
            var token = authentication.GetOutgoingBlob(incoming, out var status);
            return status is NegotiateAuthenticationStatusCode.Completed or NegotiateAuthenticationStatusCode.ContinueNeeded && token is { Length: > 0 }
                ? new SignInStep(token)
                : new SignInStep(null, $"this computer can't complete it ({status})", status is NegotiateAuthenticationStatusCode.UnknownCredentials or NegotiateAuthenticationStatusCode.InvalidCredentials);
        }
        catch (Exception problem)
        {
            return new SignInStep(null, $"this computer can't complete it ({problem.GetType().Name})");
        }
    }
}
