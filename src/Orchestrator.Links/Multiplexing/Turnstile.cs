namespace Orchestrator.Links.Multiplexing;

/// <summary>
/// Lets one writer at a time onto a link, the most urgent first and in order of arrival within one priority.
/// What was asked for first with the same or a higher priority is written first, so an event is always ahead of the records that follow from it.
/// </summary>
internal sealed class Turnstile
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TaskCompletionSource<bool>>[] _waiting = [.. Enum.GetValues<RecordPriority>().Select(_ => new LinkedList<TaskCompletionSource<bool>>())];
    private bool _taken;
    private bool _ended;

    /// <summary>Takes a place in the queue at once and completes when it is this writer's turn; false when the link ended.</summary>
    public Task<bool> EnterAsync(RecordPriority priority)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return Task.FromResult(false);
            }

            if (!_taken)
            {
                _taken = true;
                return Task.FromResult(true);
            }

            var turn = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting[(int)priority].AddLast(turn);
            return turn.Task;
        }
    }

    /// <summary>Gives the turn to the next.</summary>
    public void Exit()
    {
        lock (_lock)
        {
            var next = Array.Find(_waiting, lane => lane.Count > 0);
            if (next is null)
            {
                _taken = false;
                return;
            }

            var turn = next.First!.Value;
            next.RemoveFirst();
            turn.SetResult(!_ended);
        }
    }

    /// <summary>Sends everybody home.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            foreach (var lane in _waiting)
            {
                foreach (var turn in lane)
                {
                    turn.TrySetResult(false);
                }

                lane.Clear();
            }
        }
    }
}
