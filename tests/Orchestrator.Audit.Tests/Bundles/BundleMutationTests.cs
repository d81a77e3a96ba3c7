using System.Collections.Concurrent;
using Orchestrator.Audit.Bundles;
using Orchestrator.Audit.Verification;
using Orchestrator.TestSupport.Evidence;
using Orchestrator.Trust.Configuration;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests.Bundles;

/// <summary>Every byte of a small bundle changed in turn, and the file cut anywhere: nothing is accepted, nothing crashes, each rejection names check and place.</summary>
[Trait("Requirement", "R-AUD-5")]
public sealed class BundleMutationTests
{
    // Smaller than the other tests': each mutant costs some milliseconds, and there are as many as bytes.
    private static readonly EvidenceBundle Smallest = new BundleMaker { Witnesses = [SmallBundle.Witness], Others = 1 }.Make();
    private static readonly byte[] Small = BundleWriter.Write(Smallest);

    // What a base64 string, a number or a name may be made of: such a change doesn't break the JSON.
    private static readonly byte[] Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8.ToArray();

    private static readonly Lazy<ClientConfiguration> Known = new(() => ConfigurationLoader.Parse(Smallest.Configuration, SmallBundle.Trust.Root));

    [Fact]
    public void Every_byte_flipped_or_replaced_is_refused()
    {
        var codes = Refuse(2 * Small.Length, ContainerChecks.All, (mutant, i) => Change(mutant, i / 2, i % 2 == 0));
        Assert.Contains(BundleCodes.Digest, codes.Keys);
    }

    [Fact]
    public void Every_byte_is_refused_by_what_is_inside_alone()
    {
        var line = Small.AsSpan().IndexOf((byte)'\n');
        var codes = Refuse(line, ContainerChecks.None, (mutant, i) => Change(mutant, i, flip: i % 3 == 0));

        // The checks within really did it, each in its own part.
        Assert.Superset(
            new HashSet<string>([
                BundleCodes.Configuration, BundleCodes.LogKey, BundleCodes.Record, BundleCodes.Checkpoint, BundleCodes.Binding, BundleCodes.Ticket, BundleCodes.BrokerCheckpoint,
                BundleCodes.BrokerRecord, BundleCodes.PeerCheckpoint, BundleCodes.Text, BundleCodes.Witness]),
            codes.Keys.ToHashSet());
        Assert.DoesNotContain(BundleCodes.Digest, codes.Keys);
    }

    [Fact]
    public void A_cut_file_is_refused_at_every_length()
    {
        for (var length = 0; length < Small.Length; length += length < 200 || length > Small.Length - 200 ? 1 : 97)
        {
            foreach (var checks in new[] { ContainerChecks.All, ContainerChecks.None })
                Assert.NotNull(BundleVerifier.Verify(Small.AsMemory(0, length), SmallBundle.Trust, checks).Fault);
        }
    }

    [Fact]
    public void A_longer_file_is_refused()
    {
        foreach (var more in new[] { "\n", " ", "x", "{}" })
            Assert.Equal(BundleCodes.NotABundle, BundleVerifier.Verify(Small.Concat(System.Text.Encoding.ASCII.GetBytes(more)).ToArray(), SmallBundle.Trust).Fault!.Code);
    }

    private static ConcurrentDictionary<string, int> Refuse(int count, ContainerChecks checks, Action<byte[], int> change)
    {
        var codes = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var accepted = new ConcurrentBag<int>();
        Parallel.For(0, count, () => new byte[Small.Length], (i, _, mutant) =>
        {
            Small.CopyTo(mutant, 0);
            change(mutant, i);
            if (BundleVerifier.Verify(mutant, SmallBundle.Trust, checks, Load).Fault is { Sentence.Length: > 0 } fault && IsPlaced(fault))
                codes.AddOrUpdate(fault.Code, 1, (_, n) => n + 1);
            else
                accepted.Add(i);
            return mutant;
        }, _ => { });
        Assert.Empty(accepted);
        Assert.Subset(BundleCodes.All.ToHashSet(), codes.Keys.ToHashSet());
        return codes;
    }

    /// <summary>Where the container as a whole doesn't hold there is no place in it.</summary>
    private static bool IsPlaced(BundleFault fault) => fault.Place.Length > 0 || fault.Code is BundleCodes.NotABundle or BundleCodes.Digest;

    /// <summary>The same bytes under the same root are the same configuration: three RSA verifications a mutant are left out, and nothing else.</summary>
    private static ClientConfiguration Load(ReadOnlyMemory<byte> bytes, KeyFingerprint root) =>
        bytes.Span.SequenceEqual(Smallest.Configuration.Span) ? Known.Value : ConfigurationLoader.Parse(bytes, root);

    private static void Change(byte[] mutant, int at, bool flip)
    {
        var old = mutant[at];
        mutant[at] = flip ? (byte)(old ^ (1 << (at % 7))) : Alphabet[(Array.IndexOf(Alphabet, old) + 1 + (at % 62)) % Alphabet.Length];
        if (mutant[at] == old)
            mutant[at] ^= 1;
    }
}
