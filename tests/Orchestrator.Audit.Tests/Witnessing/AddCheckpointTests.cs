using System.Text;
using Orchestrator.Audit.Witnessing;

namespace Orchestrator.Audit.Tests.Witnessing;

[Trait("Requirement", "R-AUD-9")]
public sealed class AddCheckpointTests
{
    private const string Hash = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";

    [Fact]
    public void The_example_body_of_the_specification_is_read_and_written_byte_for_byte()
    {
        var example = TestLog.Vector("c2sp-add-checkpoint");
        var body = AddCheckpoint.TryParse(example)!;
        Assert.Equal(20852014, body.OldSize);
        Assert.Equal(4, body.Proof.Count);
        Assert.StartsWith("example.com/behind-the-sofa\n20852163\n", Encoding.UTF8.GetString(body.Note.Span), StringComparison.Ordinal);
        Assert.Equal(example, body.ToBytes());
    }

    [Fact]
    public void A_body_may_have_no_proof_and_at_most_63_hashes()
    {
        Assert.Empty(AddCheckpoint.TryParse(Bytes("old 0\n\nnote"))!.Proof);
        Assert.Equal(63, AddCheckpoint.TryParse(Bytes("old 1\n" + string.Concat(Enumerable.Repeat(Hash, 63)) + "\nnote"))!.Proof.Count);
        Assert.Null(AddCheckpoint.TryParse(Bytes("old 1\n" + string.Concat(Enumerable.Repeat(Hash, 64)) + "\nnote")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("old 1")]
    [InlineData("old 1\n")]
    [InlineData("old 01\n\nnote")]
    [InlineData("old -1\n\nnote")]
    [InlineData("old +1\n\nnote")]
    [InlineData("old  1\n\nnote")]
    [InlineData("Old 1\n\nnote")]
    [InlineData("old 1 \n\nnote")]
    [InlineData("old 9223372036854775808\n\nnote")]
    [InlineData("\nold 1\n\nnote")]
    [InlineData("old 1\r\n\nnote")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw\n\nnote")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkax=\n\nnote")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw= \n\nnote")]
    [InlineData("old 1\n\u00ff\n\nnote")]
    public void What_isnt_a_body_isnt_read(string text) => Assert.Null(AddCheckpoint.TryParse(Bytes(text)));

    [Fact]
    public void A_body_beyond_the_limit_isnt_read() =>
        Assert.Null(AddCheckpoint.TryParse(Bytes("old 0\n\n" + new string('x', AddCheckpoint.MostBytes))));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
