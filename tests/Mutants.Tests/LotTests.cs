using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Mutants.Tests;

public sealed class LotTests
{
    private static readonly string[] Names = [.. Enumerable.Range(1, 60).Select(n => $"R-HS-{n}")];

    [Fact]
    public void The_order_is_that_of_sha_256_of_seed_and_name()
    {
        var expected = Names.OrderBy(name => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("commit" + name))), StringComparer.Ordinal).Take(20);
        Assert.Equal(expected, Lot.Draw(Names, "commit", 20));
    }

    [Fact]
    public void Neither_the_order_of_the_table_nor_a_doubled_row_changes_the_lot() =>
        Assert.Equal(Lot.Draw(Names, "commit", 20), Lot.Draw(Names.Reverse().Concat(Names), "commit", 20));

    [Fact]
    public void Another_seed_draws_others() => Assert.NotEqual(Lot.Draw(Names, "commit", 20), Lot.Draw(Names, "other", 20));
}
