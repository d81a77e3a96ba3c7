using Orchestrator.Abstractions;
using Orchestrator.Links.Dialing;
using Orchestrator.QuickSupport.Face.Login;

namespace Orchestrator.QuickSupport.Face;

/// <summary>The one question before there is a session: the account at the proxy.</summary>
public sealed partial class TerminalFace : IProxyLogin
{
    private LoginEntry? _login;

    /// <inheritdoc/>
    async ValueTask<ProxyCredential?> IProxyLogin.AskAsync(ProxyQuestion question, CancellationToken cancellationToken)
    {
        LoginEntry entry;
        lock (_sync)
        {
            // Once there is a session, keys may come from afar and the screen may be seen: nobody is asked for a password then.
            if (_keys.View is not null || _prompt is not null || _login is not null || _stopped || _lost.Task.IsCompleted)
                return null;
            _login = entry = new LoginEntry(question);
        }

        _dirty.Set();
        using var time = new CancellationTokenSource(_options.LoginTime, _options.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        await using var withdrawal = stop.Token.Register(() => Take(entry)).ConfigureAwait(false);
        _ = _lost.Task.ContinueWith(_ => Take(entry), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        var answer = await entry.Done.ConfigureAwait(false);
        Take(entry);
        cancellationToken.ThrowIfCancellationRequested();
        return answer;
    }

    private void Take(LoginEntry entry)
    {
        lock (_sync)
        {
            entry.Withdraw();
            if (_login == entry)
                _login = null;
        }

        if (!_stopped)
            _dirty.Set();
    }
}
