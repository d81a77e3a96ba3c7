using System.Collections.Concurrent;
using System.Globalization;
using Orchestrator.Actors.Consents;
using Orchestrator.Domain;

namespace Orchestrator.Actors.Tests.Support;

/// <summary>Gives a receipt for each answer, numbered; or none, when the spec says so.</summary>
internal sealed class FakeReceipts(World world) : IConsentReceipts
{
    private readonly ConcurrentQueue<AnsweredPrompt> _answered = new();

    public Exception? Throws { get; set; }

    public bool ThrowsAtOnce { get; set; }

    /// <summary>Set to hold every signature back.</summary>
    public TaskCompletionSource? Until { get; set; }

    public IReadOnlyList<AnsweredPrompt> Answered => [.. _answered];

    public static Receipt Number(int number) => new($"receipt {number.ToString(CultureInfo.InvariantCulture)}", "c2ln");

    public Task<Receipt> SignAsync(AnsweredPrompt answered, CancellationToken cancellationToken)
    {
        _answered.Enqueue(answered);
        world.Note($"answered {answered.Ask.Id}");
        var receipt = Number(_answered.Count);
        if (ThrowsAtOnce)
        {
            throw new InvalidOperationException("no key");
        }

        if (Throws is { } failure)
        {
            return Task.FromException<Receipt>(failure);
        }

        return Until is { } until ? HoldAsync(until.Task, receipt) : Task.FromResult(receipt);
    }

    private static async Task<Receipt> HoldAsync(Task until, Receipt receipt)
    {
        await until;
        return receipt;
    }
}
