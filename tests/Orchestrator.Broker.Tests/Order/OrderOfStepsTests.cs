using Orchestrator.Broker.Tests.Support;

namespace Orchestrator.Broker.Tests.Order;

/// <summary>Training → sign-in → ticket → connect → approve → act: every order of the six is tried over the real parts, and a missing step denies.</summary>
[Trait("Requirement", "R-AUTHZ-4")]
public sealed class OrderOfStepsTests
{
    // Technicians who don't know of each other, at one broker: its disk is shared.
    private const int AtOnce = 24;

    private static readonly Step[] Steps = Enum.GetValues<Step>();

    [Fact]
    public async Task In_every_order_a_step_is_possible_exactly_when_all_before_it_were_done()
    {
        await using var broker = await TestBroker.CreateAsync();
        var acted = 0;
        foreach (var orders in Orders(Steps).Index().Chunk(AtOnce))
        {
            foreach (var (number, _) in orders)
            {
                await broker.AddActivatedAsync($"t{number}", "Anna Berg", Broker.Accounts.AccountRoles.Technician);
            }

            acted += (await Task.WhenAll(orders.Select(one => Task.Run(() => WalkAsync(new Case(broker, $"t{one.Index}"), one.Item))))).Count(did => did);
        }

        // Only the one order in which nothing is skipped moves a byte.
        Assert.Equal(1, acted);
        Assert.Equal(720, Orders(Steps).Count());
    }

    /// <summary>Tries the steps in one order against the model; true when the last of them was done.</summary>
    private static async Task<bool> WalkAsync(Case one, Step[] order)
    {
        var done = new HashSet<Step>();
        foreach (var step in order)
        {
            // The model.
            var expected = Steps.TakeWhile(earlier => earlier != step).All(done.Contains);
            Assert.True(expected == await one.TryAsync(step), $"{string.Join(" → ", order)}: {step} should be {(expected ? "possible" : "denied")}");
            if (expected)
            {
                done.Add(step);
            }
        }

        return done.Contains(Step.Act);
    }

    private static IEnumerable<Step[]> Orders(Step[] steps) => steps.Length == 0
        ? [[]]
        : steps.SelectMany(first => Orders([.. steps.Where(step => step != first)]).Select(rest => (Step[])[first, .. rest]));
}
