using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Domain;
using Orchestrator.Technicians;
using Orchestrator.Testbed.Play.Sites;
using Orchestrator.Testbed.Scenarios.Model;
using Orchestrator.Testbed.Scenarios.Reading;

namespace Orchestrator.Testbed.Play.Story;

/// <summary>The technician's steps, and what must be true of each: a picture came, a click changed it, keys arrived once and in order, a file's hash is right.</summary>
internal sealed class TechnicianWork(
    ConsoleSession session, IScenarioSite site, IInstrumentEnd instrument, InstrumentOrder order, Stopwatches watch, List<string> flaws, IReadOnlySet<Capability> refused)
{
    private const int Minutes = 20;
    private const int Seed = 20_261_127;
    private const string Why = "liquid not detected";
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HashSet<Capability> _open = [];
    private readonly StringBuilder _typed = new();
    private int _files;

    /// <summary>Does them in order.</summary>
    /// <exception cref="ConsoleException">The session ended.</exception>
    public async Task DoAsync(ImmutableArray<TechnicianStep> steps, CancellationToken cancellationToken)
    {
        foreach (var step in steps)
            await watch.TimeAsync(step.GetType().Name.ToLowerInvariant(), () => DoAsync(step, cancellationToken));
    }

    private Task DoAsync(TechnicianStep step, CancellationToken cancellationToken) => step switch
    {
        TechnicianStep.View => ViewAsync(cancellationToken),
        TechnicianStep.Click => ClickAsync(cancellationToken),
        TechnicianStep.Type type => TypeAsync(type.Characters, cancellationToken),
        TechnicianStep.Send send => SendAsync(send.Kib, cancellationToken),
        TechnicianStep.Fetch fetch => FetchAsync(fetch.Kib, cancellationToken),
        TechnicianStep.Chat => ChatAsync(cancellationToken),
        TechnicianStep.Idle idle => Task.Delay(TimeSpan.FromSeconds(idle.Seconds), cancellationToken),
        TechnicianStep.Cut => site.CutAsync(cancellationToken),
        _ => throw new InvalidOperationException($"Nobody knows how to {step.GetType().Name}."),
    };

    private async Task ViewAsync(CancellationToken cancellationToken)
    {
        if (await OpenAsync(Capability.ViewScreen, cancellationToken))
            await session.PictureAsync(cancellationToken);
    }

    /// <summary>Waits until the instrument has told of it: an end that comes at once goes before what waits for its turn.</summary>
    private async Task ChatAsync(CancellationToken cancellationToken)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watching = session.Watch(notice =>
        {
            if (notice is Notice.Recorded { Happened: SessionEvents.ChatPosted })
                told.TrySetResult();
        });
        session.Chat("Please look at the tip rack.");
        await Task.WhenAny(told.Task, session.Completion, Task.Delay(Patience, cancellationToken));
    }

    private async Task ClickAsync(CancellationToken cancellationToken)
    {
        if (!await ControlAsync(cancellationToken))
            return;
        var field = ScenarioScreen.Field;
        await session.ClickAsync(field.X + (field.Width / 2), field.Y + (field.Height / 2), cancellationToken);
        await session.WaitForChangeAsync(field, Patience, cancellationToken);
    }

    private async Task TypeAsync(int characters, CancellationToken cancellationToken)
    {
        if (!await ControlAsync(cancellationToken))
            return;
        var text = string.Concat(Enumerable.Range(_typed.Length, characters).Select(i => Letters[i % Letters.Length]));
        _typed.Append(text);
        await session.TypeAsync(text, cancellationToken);
        await CheckTypedAsync(cancellationToken);
    }

    private async Task<bool> ControlAsync(CancellationToken cancellationToken)
    {
        await ViewAsync(cancellationToken);
        return await OpenAsync(Capability.ControlInput, cancellationToken);
    }

    private async Task SendAsync(int kib, CancellationToken cancellationToken)
    {
        var name = $"sent-{++_files}.bin";
        var local = await MadeAsync(Path.Combine(order.Folder, name), kib, cancellationToken);
        if (!await MovedAsync(Capability.SendFile, () => session.SendFileAsync(local, name, "a corrected worklist", cancellationToken)))
            return;
        await DoneAsync(Capability.SendFile, cancellationToken);
        Compare(local, Path.Combine(order.Files, name));
    }

    private async Task FetchAsync(int kib, CancellationToken cancellationToken)
    {
        var name = $"fetched-{++_files}.bin";
        var remote = await MadeAsync(Path.Combine(order.Files, name), kib, cancellationToken);
        var local = Path.Combine(order.Folder, name);
        if (!await MovedAsync(Capability.FetchFile, () => session.FetchFileAsync(name, local, "the run's log", true, cancellationToken)))
            return;
        await DoneAsync(Capability.FetchFile, cancellationToken);
        Compare(remote, local);
    }

    /// <summary>
    /// Waits until the instrument has told that the file's grant is over. Its record of the completed file comes before that; whoever ends the session at
    /// once may be faster than that record, and then the worlds differ by chance.
    /// </summary>
    private async Task DoneAsync(Capability capability, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        try
        {
            while (session.View.State.GrantOf(capability) is not null && !session.Completion.IsCompleted)
                await look.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            flaws.Add($"the grant of a file that is done was still open after {Patience.TotalSeconds:0} s");
        }
    }

    private async Task<bool> MovedAsync(Capability capability, Func<Task> move)
    {
        try
        {
            await move();
            return true;
        }
        catch (ConsoleException e) when (refused.Contains(capability) && e.Exit == ExitCode.StepFailed)
        {
            return false;
        }
    }

    private async Task<bool> OpenAsync(Capability capability, CancellationToken cancellationToken)
    {
        if (_open.Contains(capability))
            return true;
        var isOpen = await MovedAsync(capability, () => session.AskAsync(capability, Minutes, Why, null, cancellationToken));
        if (isOpen)
            _open.Add(capability);
        return isOpen;
    }

    /// <summary>
    /// Waits until the last key has arrived: the next step may be an ask, and what is under way when a prompt opens is dropped by design, so that nobody answers
    /// prompts from afar.
    /// </summary>
    private async Task CheckTypedAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var wanted = _typed.ToString();
        try
        {
            while (Typed().Length < wanted.Length && !instrument.Completion.IsCompleted)
                await look.WaitForNextTickAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What is missing is said below.
        }

        if (Typed() != wanted)
            flaws.Add($"{wanted.Length} keys were typed, and {Typed().Length} arrived, or others, or in another order");
    }

    private string Typed()
    {
        using var stream = new FileStream(order.Typed, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return reader.ReadToEnd();
    }

    private void Compare(string one, string other)
    {
        if (!File.Exists(other) || !SHA256.HashData(File.ReadAllBytes(one)).SequenceEqual(SHA256.HashData(File.ReadAllBytes(other))))
            flaws.Add($"{Path.GetFileName(one)} didn't arrive as it was sent");
    }

    private static async Task<string> MadeAsync(string path, int kib, CancellationToken cancellationToken)
    {
        var bytes = new byte[kib * 1024];
        new Random(Seed + kib).NextBytes(bytes);
        await File.WriteAllBytesAsync(path, bytes, cancellationToken);
        return path;
    }
}
