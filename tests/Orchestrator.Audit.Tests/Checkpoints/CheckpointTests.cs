using System.Text;
using CsCheck;
using Orchestrator.Audit.Checkpoints;
using Orchestrator.Audit.Merkle;
using Orchestrator.Trust.Primitives;

namespace Orchestrator.Audit.Tests.Checkpoints;

public sealed class CheckpointTests
{
    private static readonly CheckpointSigner Signer = new(TestLog.Origin, Ed25519Key.Import(Enumerable.Repeat((byte)7, 32).ToArray()));

    [Fact]
    [Trait("Requirement", "R-AUD-9")]
    public void The_example_checkpoint_of_the_specification_parses_and_writes_back()
    {
        const string example =
            "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
            + "\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
        Assert.Equal(NoteFailure.None, SignedNote.Parse(Encoding.UTF8.GetBytes(example), out var note));
        Assert.True(Checkpoint.TryParse(note!.Text, out var checkpoint));
        Assert.Equal("example.com/behind-the-sofa", checkpoint!.Origin);
        Assert.Equal(20852163, checkpoint.Size);
        Assert.Equal(note.Text, checkpoint.ToText());
        Assert.Equal(0x033de0aeu, note.Signatures[0].KeyId);
        Assert.Equal(64, note.Signatures[0].Signature.Length);
        Assert.Equal(example, Encoding.UTF8.GetString(note.ToBytes()));
    }

    [Fact]
    [Trait("Requirement", "R-AUD-9")]
    public void The_public_key_of_the_Go_checksum_database_parses_and_has_its_published_id()
    {
        const string sumdb = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
        Assert.True(NoteKey.TryParse(sumdb, out var key));
        Assert.Equal(0x033de0aeu, key!.Id);
        Assert.Equal(sumdb, key.ToString());
    }

    [Fact]
    [Trait("Requirement", "R-AUD-9")]
    public void The_frozen_checkpoint_is_written_byte_for_byte()
    {
        var golden = TestLog.Vector("checkpoint-1");
        var signed = Signer.Sign(3, MerkleHasher.Leaf("golden"u8));
        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(signed.Note.Span));
        Assert.True(NoteKey.TryParse(Encoding.UTF8.GetString(TestLog.Vector("checkpoint-1.vkey")).TrimEnd('\n'), out var key));
        Assert.Equal(NoteFailure.None, SignedCheckpoint.Verify(golden, key!, out var verified));
        Assert.Equal(signed.Checkpoint, verified!.Checkpoint);
    }

    [Fact]
    [Trait("Requirement", "R-AUD-5")]
    public void No_changed_removed_or_added_byte_of_a_checkpoint_verifies()
    {
        var note = Signer.Sign(12, MerkleHasher.Leaf("root"u8)).Note.ToArray();
        Assert.True(Verifies(note));
        for (var i = 0; i < note.Length; i++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = (byte[])note.Clone();
                changed[i] ^= (byte)(1 << bit);
                Assert.False(Verifies(changed), $"bit {bit} of byte {i}");
            }

            Assert.False(Verifies([.. note[..i], .. note[(i + 1)..]]), $"byte {i} removed");
            Assert.False(Verifies([.. note[..i], (byte)'x', .. note[i..]]), $"byte before {i} added");
            Assert.False(Verifies(note[..i]), $"cut at {i}");
        }

        Assert.False(Verifies([.. note, (byte)'\n']));
    }

    [Theory]
    [InlineData("a\n01\n", "leading zero")]
    [InlineData("a\n-1\n", "minus")]
    [InlineData("a\n+1\n", "plus")]
    [InlineData("a\n 1\n", "space")]
    [InlineData("a\n9223372036854775808\n", "beyond 63 bits")]
    [InlineData("a\n\n", "no size")]
    [InlineData("\n1\n", "no origin")]
    public void A_size_or_origin_that_is_not_exact_is_refused(string head, string why) =>
        Assert.False(Checkpoint.TryParse(head + MerkleHasher.EmptyRoot.ToBase64() + "\n", out _), why);

    [Fact]
    public void Extension_lines_are_refused() =>
        Assert.False(Checkpoint.TryParse("a\n1\n" + MerkleHasher.EmptyRoot.ToBase64() + "\nmore\n", out _));

    [Fact]
    public void A_checkpoint_of_another_log_or_key_is_refused_with_its_reason()
    {
        var other = new CheckpointSigner("support.example.com/run/0002", Ed25519Key.Import(Enumerable.Repeat((byte)7, 32).ToArray()));
        var otherKey = new CheckpointSigner(TestLog.Origin, Ed25519Key.Import(Enumerable.Repeat((byte)8, 32).ToArray()));
        Assert.Equal(NoteFailure.WrongOrigin, SignedCheckpoint.Verify(other.Sign(1, MerkleHasher.EmptyRoot).Note.Span, Signer.Key, out _));
        Assert.Equal(NoteFailure.NoKnownSignature, SignedCheckpoint.Verify(otherKey.Sign(1, MerkleHasher.EmptyRoot).Note.Span, Signer.Key, out _));
    }

    [Fact]
    public void A_witness_signature_beside_ours_is_left_alone_and_a_bad_one_of_ours_refuses_the_note()
    {
        Assert.Equal(NoteFailure.None, SignedNote.Parse(Signer.Sign(1, MerkleHasher.EmptyRoot).Note.Span, out var note));
        var cosigned = new SignedNote(note!.Text, [.. note.Signatures, new NoteSignature("witness.example.org", 77, new byte[72])]);
        Assert.True(Verifies(cosigned.ToBytes()));
        var spoiled = new SignedNote(note.Text, [.. note.Signatures, new NoteSignature(Signer.Key.Name, Signer.Key.Id, new byte[64])]);
        Assert.Equal(NoteFailure.BadSignature, SignedCheckpoint.Verify(spoiled.ToBytes(), Signer.Key, out _));
    }

    [Fact]
    public void Whatever_parses_as_a_note_writes_back_to_the_same_bytes_and_nothing_crashes()
    {
        var original = Signer.Sign(12, MerkleHasher.Leaf("root"u8)).Note;
        Gen.Select(Gen.Int[0, 200], Gen.Byte.Array[0, 6]).Sample((at, patch) =>
        {
            var note = original.ToArray();
            patch.AsSpan(0, Math.Min(patch.Length, Math.Max(0, note.Length - at))).CopyTo(note.AsSpan(Math.Min(at, note.Length)));
            if (SignedNote.Parse(note, out var parsed) == NoteFailure.None)
                Assert.Equal(note, parsed!.ToBytes());
        }, iter: 2000, threads: 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a\u00a0b")]
    [InlineData("a\nb")]
    public void Names_with_spaces_or_plus_signs_are_no_key_names(string name) =>
        Assert.Throws<ArgumentException>(() => new NoteKey(name, Signer.Key.PublicKey));

    private static bool Verifies(byte[] note) => SignedCheckpoint.Verify(note, Signer.Key, out _) == NoteFailure.None;
}
