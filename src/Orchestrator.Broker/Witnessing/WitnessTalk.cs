using Orchestrator.Actors.Sessions.AtBroker;
using Orchestrator.Protocol;

namespace Orchestrator.Broker.Witnessing;

/// <summary>Questions and answers on one witness's link, one at a time. Callable from any thread.</summary>
internal sealed class WitnessTalk : IWitnessTalk, IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private TaskCompletionSource<WitnessMessages.WitnessAnswer>? _waiting;
    private readonly Func<WitnessMessages.WitnessRequest, Task<bool>> _send;
    private readonly Action _close;
    private readonly TimeProvider _time;
    private uint _last;

    public WitnessTalk(Func<WitnessMessages.WitnessRequest, Task<bool>> send, Action close, TimeProvider time)
    {
        _send = send;
        _close = close;
        _time = time;
        Over = _over.Token;
    }

    /// <summary>Set when the link is over.</summary>
    public CancellationToken Over { get; }

    /// <summary>Asks; null when no answer came in time, or the link ended. A witness that doesn't answer loses its link.</summary>
    public async Task<WitnessMessages.WitnessAnswer?> AskAsync(byte[] body, WitnessMessages.RunIntroduction? run)
    {
        var answer = new TaskCompletionSource<WitnessMessages.WitnessAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        uint id;
        lock (_gate)
        {
            _waiting = answer;
            id = ++_last;
        }

        try
        {
            if (await _send(new WitnessMessages.WitnessRequest(id, body, run)))
            {
                return await answer.Task.WaitAsync(AnswerTime, _time, Over);
            }
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // It didn't answer, or can't any more; or it did, and the link ended before that was seen here.
            if (answer.Task.IsCompletedSuccessfully)
            {
                return await answer.Task;
            }
        }
        finally
        {
            lock (_gate)
            {
                _waiting = null;
            }
        }

        Close();
        return null;
    }

    public bool Answered(WitnessMessages.WitnessAnswer answer)
    {
        lock (_gate)
        {
            return answer.Id == _last && _waiting?.TrySetResult(answer) == true;
        }
    }

    public void Ended()
    {
        try
        {
            _over.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It was over already, and its rounds too.
        }
    }

    public void Dispose() => _over.Dispose();

    /// <summary>Ends the link.</summary>
    public void Close()
    {
        Ended();
        _close();
    }
}
