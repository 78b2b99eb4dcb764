namespace IntentMarket.Contracts;

/// <summary>What happened to an intent, with all that anyone needs to check and recompute it. Free texts are not in it.</summary>
/// <param name="Intent">As it stands, without texts.</param>
/// <param name="Offers">The ranked set in the order of rank: at the award, else at the close, else at present (or at its end). None of a
/// sealed auction that ended before its close.</param>
/// <param name="Close">Left out where it was never closed.</param>
/// <param name="Award">Left out where nothing was awarded.</param>
/// <param name="Events">All of them, in their order.</param>
public sealed record Transcript(
    IntentDocument Intent,
    IReadOnlyList<TranscriptOffer> Offers,
    TranscriptClose? Close,
    TranscriptAward? Award,
    IReadOnlyList<TranscriptEvent> Events);

/// <summary>An offer of the ranked set.</summary>
/// <param name="Vendor">The pseudonym (UUID) of its vendor on this intent.</param>
/// <param name="Seq">The event that gave it its place in time.</param>
public sealed record TranscriptOffer(
    int Rank, string OfferId, string Vendor, string Total, string Score, IReadOnlyList<BreakdownItem> Breakdown, int Seq);

/// <summary>The close.</summary>
/// <param name="RankedHash">Hex SHA-256 over a line <c>offerId score total</c> for each offer in the order of rank, numbers in millionths
/// of a point and minor units, each line ended by a line feed.</param>
public sealed record TranscriptClose(string At, int Offers, string RankedHash);

/// <summary>The award, citing the hash of the ranked set that it was taken from.</summary>
public sealed record TranscriptAward(string At, string OfferId, string Vendor, int Rank, string Paid, string Score, string RankedHash);

/// <summary>An event as it is stored.</summary>
/// <param name="Body">Empty for <c>FloorSet</c>, which tells what nobody but its vendor may know, and for what is about
/// offers where a sealed auction was withdrawn or removed before its close. Else the exact text (its member <c>prev</c> is
/// the hash of the event before).</param>
/// <param name="Hash">Hex SHA-256 of the UTF-8 of <paramref name="Body"/>.</param>
public sealed record TranscriptEvent(int Seq, string At, string Name, string Hash, string Body);
