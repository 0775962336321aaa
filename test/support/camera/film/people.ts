/** A rectangle of a photograph in its own pixels. */
export interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One face of the class film: where it is in the sample photographs of `@vladmandic/face-api`. */
export interface FilmPerson {
  readonly id: string;
  /** An invented name; the photographs name nobody. */
  readonly name: string;
  /** 1 … 6: `demo/sampleN.jpg`. */
  readonly photo: number;
  /** Head and shoulders, 300 : 340. */
  readonly crop: Crop;
  readonly enrolled: boolean;
}

const person = (
  id: string,
  name: string,
  photo: number,
  [left, top, width]: [number, number, number],
  enrolled = true,
): FilmPerson => ({
  id,
  name,
  photo,
  crop: { left, top, width, height: Math.round((width * 340) / 300) },
  enrolled,
});

/**
 * Ten enrolled people and two who are not. Of the 22 faces in the photographs these twelve are pairwise
 * distinct: to the eye; by face-api's own embeddings of the photographs (the nearest two differ by
 * 0.596, all others by 0.629 or more; 0.6 is its bound for another person); and by a MobileFaceNet (the
 * likest two 0.34 in cosine). As they come out of the film, over 35 pictures: 0.09–0.32 from their own
 * enrolment, 0.57 or more from anybody else's; outsiders 0.60 or more from everybody's. Left out: faces
 * in profile or looking down, painted ones, and one woman who is in two photographs (the right of
 * sample 1 is the middle of sample 3: 0.67 in cosine).
 */
export const PEOPLE: readonly FilmPerson[] = [
  person('t01', '王小明', 6, [119, 362, 473]),
  person('t02', '李静', 5, [500, 335, 370]),
  person('t03', '张敏', 3, [1372, 190, 454]),
  person('t04', '刘洋', 5, [690, 28, 351]),
  person('t05', '陈晨', 6, [541, 230, 440]),
  person('t06', '杨帆', 6, [1375, 155, 480]),
  person('t07', '赵雪', 6, [1041, 203, 454]),
  person('t08', '黄丽', 1, [1349, 76, 457]),
  person('t09', '周婷', 3, [461, 226, 448]),
  person('t10', '吴倩', 5, [243, 772, 440]),
  person('x01', '外来人员甲', 5, [1300, 330, 400], false),
  person('x02', '外来人员乙', 4, [140, 96, 397], false),
];

/** The trainees whose faces are enrolled. */
export const ENROLLED: readonly FilmPerson[] = PEOPLE.filter(({ enrolled }) => enrolled);
